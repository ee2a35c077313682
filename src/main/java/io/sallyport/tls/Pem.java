package io.sallyport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and private keys from PEM (RFC 7468): PKCS#8, PKCS#1 and SEC 1 keys, chains, any line ends,
 * text between the blocks. Messages are our own: a parser's might quote what it could not read.
 */
final class Pem {

    private Pem() {}

    /** All certificates of a file, in its order; other blocks are passed over. */
    static List<X509Certificate> certificates(String file, byte[] content) throws UnfitMaterialException {
        List<X509Certificate> found = new ArrayList<>();
        for (Object block : blocks(file, content)) {
            if (block instanceof X509CertificateHolder holder) {
                found.add(certificate(file, holder));
            }
        }
        if (found.isEmpty()) {
            throw new UnfitMaterialException("file " + file + " holds no certificate");
        }
        return found;
    }

    /** The first private key of a file; other blocks are passed over. */
    static PrivateKey privateKey(String file, byte[] content) throws UnfitMaterialException {
        for (Object block : blocks(file, content)) {
            PrivateKeyInfo info = keyInfo(file, block);
            if (info != null) {
                return privateKey(file, info);
            }
        }
        throw new UnfitMaterialException("file " + file + " holds no private key");
    }

    private static List<Object> blocks(String file, byte[] content) throws UnfitMaterialException {
        List<Object> blocks = new ArrayList<>();
        // Latin 1: any byte is a character, and what is not PEM is passed over.
        try (PEMParser parser = new PEMParser(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                blocks.add(block);
            }
            return blocks;
        } catch (IOException | RuntimeException e) {
            throw new UnfitMaterialException("file " + file + " is not PEM");
        }
    }

    private static X509Certificate certificate(String file, X509CertificateHolder holder)
            throws UnfitMaterialException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
        } catch (CertificateException | IOException | RuntimeException e) {
            throw new UnfitMaterialException("file " + file + " holds a certificate that cannot be read");
        }
    }

    private static @Nullable PrivateKeyInfo keyInfo(String file, Object block) throws UnfitMaterialException {
        if (block instanceof PEMEncryptedKeyPair || block instanceof PKCS8EncryptedPrivateKeyInfo) {
            throw new UnfitMaterialException("file " + file + " holds an encrypted key; it must not be encrypted");
        }
        if (block instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        return block instanceof PrivateKeyInfo info ? info : null;
    }

    private static PrivateKey privateKey(String file, PrivateKeyInfo info) throws UnfitMaterialException {
        try {
            return new JcaPEMKeyConverter().getPrivateKey(info);
        } catch (IOException | RuntimeException e) {
            throw new UnfitMaterialException("file " + file + " holds a private key that cannot be read");
        }
    }
}
