package io.sallyport.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A certificate chain and the private key that fits its leaf. Equal by what the chain says. */
public final class CertifiedKey {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String certificateFile;
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final List<String> names;
    private final String digest;

    private CertifiedKey(String certificateFile, List<X509Certificate> chain, PrivateKey key) {
        this.certificateFile = certificateFile;
        this.chain = List.copyOf(chain);
        this.key = key;
        this.names = SubjectNames.dns(chain.get(0)).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        this.digest = Digests.of(chain);
    }

    /** Parses and rehearses: what is returned can sign for its certificate. */
    static CertifiedKey parse(String certificateFile, byte[] certificates, String keyFile, byte[] keys)
            throws UnfitMaterialException {
        List<X509Certificate> chain = Pem.certificates(certificateFile, certificates);
        PrivateKey key = Pem.privateKey(keyFile, keys);
        String type = chain.get(0).getPublicKey().getAlgorithm();
        if (!type.equals("RSA") && !type.equals("EC")) {
            throw new UnfitMaterialException("file " + certificateFile + " holds a certificate with a key of type "
                    + type + "; RSA and EC are supported");
        }
        if (!fits(key, chain.get(0))) {
            throw new UnfitMaterialException("key " + keyFile + " does not fit certificate " + certificateFile);
        }
        return new CertifiedKey(certificateFile, chain, key);
    }

    // What the key signs, the certificate must verify. No comparison of numbers says the same for all key types.
    private static boolean fits(PrivateKey key, X509Certificate certificate) {
        byte[] probe = new byte[32];
        RANDOM.nextBytes(probe);
        try {
            Signature signature = Signature.getInstance(
                    certificate.getPublicKey().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The file that the chain came from, relative to the secrets directory. */
    public String certificateFile() {
        return certificateFile;
    }

    /** The DNS names of the leaf, lower case, wildcards as written. The common name does not count (RFC 9525). */
    public List<String> names() {
        return names;
    }

    /** When the leaf becomes valid. */
    public Instant notBefore() {
        return chain.get(0).getNotBefore().toInstant();
    }

    /** When the leaf expires. */
    public Instant notAfter() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** SHA-256 of the chain, lower case hex. */
    public String digest() {
        return digest;
    }

    /** {@code RSA} or {@code EC}. */
    public String keyType() {
        return chain.get(0).getPublicKey().getAlgorithm();
    }

    X509Certificate[] chain() {
        return chain.toArray(new X509Certificate[0]);
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CertifiedKey that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "CertifiedKey[" + certificateFile + " " + names + "]";
    }
}
