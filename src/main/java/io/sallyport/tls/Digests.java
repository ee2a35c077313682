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
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (X509Certificate certificate : certificates) {
                sha.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed has no digest", e);
        }
    }
}
