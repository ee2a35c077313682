package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;

class PemTest {

    private static final ThrowawayCa CA = ThrowawayCa.create("test CA");
    private static final Issued EC = CA.issue(Leaf.server("ec.test"));
    private static final Issued RSA = CA.issue(Leaf.server("rsa.test").rsa());

    @Test
    void readsPkcs8() throws Exception {
        assertThat(key(EC.keyPem())).isEqualTo(EC.key());
        assertThat(key(RSA.keyPem())).isEqualTo(RSA.key());
    }

    @Test
    void readsPkcs1() throws Exception {
        String pem = pem("RSA PRIVATE KEY", traditional(RSA.key()));
        assertThat(key(pem)).isEqualTo(RSA.key());
    }

    @Test
    void readsSec1WithOrWithoutABlockForTheCurve() throws Exception {
        BigInteger secret = ((java.security.interfaces.ECPrivateKey) EC.key()).getS();
        ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
        String pem = pem("EC PRIVATE KEY", new ECPrivateKey(256, secret, curve).getEncoded());
        assertFitsEc(pem);
        assertFitsEc(pem("EC PARAMETERS", curve.getEncoded()) + pem);
    }

    @Test
    void readsChainsWithOtherLineEndsAndTextBetween() throws Exception {
        String chain = "subject=leaf\n" + EC.certificatePem() + "\n# issuer\n" + CA.pem() + "the end";
        assertThat(Pem.certificates("tls.crt", bytes(chain))).containsExactly(EC.certificate(), CA.certificate());
        assertThat(Pem.certificates("tls.crt", bytes(chain.replace("\n", "\r\n"))))
                .hasSize(2);
        assertThat(key(EC.keyPem().replace("\n", "\r\n"))).isEqualTo(EC.key());
    }

    @Test
    void findsKeyAndCertificateInOneFile() throws Exception {
        String both = EC.certificatePem() + EC.keyPem();
        assertThat(key(both)).isEqualTo(EC.key());
        assertThat(Pem.certificates("tls.crt", bytes(both))).containsExactly(EC.certificate());
    }

    @Test
    void saysThatAKeyIsEncrypted() throws Exception {
        StringWriter out = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(out)) {
            writer.writeObject(new JcaPKCS8Generator(
                    EC.key(),
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_128_CBC)
                            .setProvider(new BouncyCastleProvider())
                            .setPassword("secret".toCharArray())
                            .build()));
        }
        assertThatThrownBy(() -> key(out.toString()))
                .hasMessage("file tls.key holds an encrypted key; it must not be encrypted");
    }

    @Test
    void neverQuotesAFile() {
        String broken = "-----BEGIN PRIVATE KEY-----\nhunter2hunter2\n-----END PRIVATE KEY-----\n";
        assertThatThrownBy(() -> key(broken))
                .isInstanceOf(UnfitMaterialException.class)
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
        assertThatThrownBy(() -> key("-----BEGIN PRIVATE KEY-----\nhunter2"))
                .isInstanceOf(UnfitMaterialException.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> Pem.certificates("tls.crt", new byte[] {0, -1, 7, 45, 45}))
                .hasMessage("file tls.crt holds no certificate");
    }

    @Test
    void refusesKeyTypesThatBothEnginesDoNotKnow() throws Exception {
        PrivateKey ed25519 =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        assertThatThrownBy(() -> CertifiedKey.parse(
                        "tls.crt",
                        bytes(EC.certificatePem()),
                        "tls.key",
                        bytes(pem("PRIVATE KEY", ed25519.getEncoded()))))
                .hasMessage("key tls.key does not fit certificate tls.crt");
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        assertThatThrownBy(
                        () -> CertifiedKey.parse("tls.crt", bytes(RSA.certificatePem()), "tls.key", bytes(EC.keyPem())))
                .hasMessage("key tls.key does not fit certificate tls.crt");
    }

    private static void assertFitsEc(String keyPem) throws UnfitMaterialException {
        byte[] certificate = bytes(EC.certificatePem());
        assertThat(CertifiedKey.parse("tls.crt", certificate, "tls.key", bytes(keyPem))
                        .keyType())
                .isEqualTo("EC");
    }

    private static PrivateKey key(String pem) throws UnfitMaterialException {
        return Pem.privateKey("tls.key", bytes(pem));
    }

    private static byte[] traditional(PrivateKey key) throws Exception {
        return PrivateKeyInfo.getInstance(key.getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    }

    private static String pem(String type, byte[] der) throws Exception {
        StringWriter out = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(out)) {
            writer.writeObject(new PemObject(type, der));
        }
        return out.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
