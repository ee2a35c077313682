package io.sallyport.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * A certificate of a {@link ThrowawayCa}, with its key.
 *
 * @param certificate the leaf
 * @param key its private key
 * @param ca who signed it
 */
public record Issued(X509Certificate certificate, PrivateKey key, X509Certificate ca) {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /**
     * Writes {@code <base>.crt} (leaf and CA), {@code <base>.key} (PKCS#8, owner only) and {@code ca.crt}
     * into the directory, which is made if absent. Each file is replaced as a whole.
     */
    public void writeTo(Path directory, String base) throws IOException {
        Files.createDirectories(directory);
        replace(directory.resolve(base + ".key"), keyPem());
        replace(directory.resolve(base + ".crt"), certificatePem() + pem(ca));
        replace(directory.resolve("ca.crt"), pem(ca));
    }

    /** The leaf alone, in PEM. */
    public String certificatePem() {
        return pem(certificate);
    }

    /** The private key, PKCS#8 in PEM. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that cannot be encoded", e);
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + LINES.encodeToString(der) + "\n-----END " + type + "-----\n";
    }

    // Temporary files are made for their owner only; the certificates need no more.
    static void replace(Path file, String content) throws IOException {
        Path next = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".next",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(next, content.getBytes(StandardCharsets.US_ASCII));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
