package io.sallyport.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;

/** Names key material by what it says. */
final class Digests {

    private Digests() {}

    /** SHA-256 over the certificates in their order, as lower case hex. */
    static String of(Collection<X509Certificate> certificates) {
        try {
            MessageDigest sha = sha256();
            for (X509Certificate certificate : certificates) {
                sha.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed has no digest", e);
        }
    }

    /** SHA-256 of a file's content, as lower case hex. */
    static String of(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
