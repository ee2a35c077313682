package io.sallyport.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives in memory, for the demo and for tests. Its key is never written. */
public final class ThrowawayCa {

    private static final Duration LIFE_OF_CA = Duration.ofDays(3650);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Clock clock;

    private ThrowawayCa(X509Certificate certificate, PrivateKey key, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
    }

    /** A new CA, valid ten years around now, with a P-256 key. */
    public static ThrowawayCa create(String name) {
        return create(name, Clock.systemUTC());
    }

    /** A new CA, valid ten years around the clock's time, with a P-256 key. */
    public static ThrowawayCa create(String name, Clock clock) {
        KeyPair pair = keyPair("EC");
        X500Principal subject = new X500Principal("CN=" + name);
        Instant now = clock.instant();
        try {
            X509v3CertificateBuilder builder =
                    builder(subject, subject, now.minus(LIFE_OF_CA), now.plus(LIFE_OF_CA), pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new ThrowawayCa(sign(builder, pair.getPrivate()), pair.getPrivate(), clock);
        } catch (CertIOException e) {
            throw new IllegalStateException("cannot make a CA certificate", e);
        }
    }

    /** The CA's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The CA's own certificate in PEM. */
    public String pem() {
        return Issued.pem(certificate);
    }

    /** Writes the CA's certificate to this file; its directory is made if absent. */
    public void writeCa(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Issued.replace(file, pem());
    }

    /** Signs a new certificate with a new key. */
    public Issued issue(Leaf leaf) {
        KeyPair pair = keyPair(leaf.keyType());
        X500Principal subject = new X500Principal("CN=" + leaf.commonName());
        Instant now = clock.instant();
        Instant from = Objects.requireNonNullElse(leaf.notBefore(), now.minus(Duration.ofDays(1)));
        Instant to = Objects.requireNonNullElse(leaf.notAfter(), now.plus(Duration.ofDays(30)));
        try {
            X509v3CertificateBuilder builder =
                    builder(certificate.getSubjectX500Principal(), subject, from, to, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, purposes(leaf.usage()));
            List<GeneralName> names = names(leaf);
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
            }
            return new Issued(sign(builder, key), pair.getPrivate(), certificate);
        } catch (CertIOException e) {
            throw new IllegalArgumentException("cannot make a certificate for " + leaf.commonName(), e);
        }
    }

    private static List<GeneralName> names(Leaf leaf) {
        List<GeneralName> names = new ArrayList<>();
        leaf.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        leaf.addresses().forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        leaf.uris().forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        return names;
    }

    private static ExtendedKeyUsage purposes(Leaf.Usage usage) {
        KeyPurposeId server = KeyPurposeId.id_kp_serverAuth;
        KeyPurposeId client = KeyPurposeId.id_kp_clientAuth;
        return switch (usage) {
            case SERVER -> new ExtendedKeyUsage(server);
            case CLIENT -> new ExtendedKeyUsage(client);
            case BOTH -> new ExtendedKeyUsage(new KeyPurposeId[] {server, client});
        };
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, Instant from, Instant to, PublicKey key) {
        BigInteger serial = new BigInteger(120, RANDOM).add(BigInteger.ONE);
        return new JcaX509v3CertificateBuilder(issuer, serial, Date.from(from), Date.from(to), subject, key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    private static KeyPair keyPair(String type) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize("RSA".equals(type) ? 2048 : 256, RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no such key type: " + type, e);
        }
    }
}
