package io.sallyport.tls;

import io.sallyport.cli.Issued;
import io.sallyport.cli.ThrowawayCa;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Key material of a throw-away CA, ready for contexts. */
final class Material {

    /** Suites of TLS 1.2 only. */
    static final List<String> TLS_1_2_SUITES = CipherSuites.ALLOWED.stream()
            .filter(suite -> suite.contains("ECDHE"))
            .toList();

    private Material() {}

    static CertifiedKey key(Issued issued) {
        try {
            return CertifiedKey.parse("tls.crt", bytes(issued.certificatePem()), "tls.key", bytes(issued.keyPem()));
        } catch (UnfitMaterialException e) {
            throw new IllegalStateException(e);
        }
    }

    static TrustAnchors trust(ThrowawayCa ca) {
        try {
            return TrustAnchors.parse("ca.crt", bytes(ca.pem()));
        } catch (UnfitMaterialException e) {
            throw new IllegalStateException(e);
        }
    }

    static ServerTls server(CertifiedKey... certificates) {
        return server(null, false, certificates);
    }

    static ServerTls server(@Nullable TrustAnchors clients, boolean required, CertifiedKey... certificates) {
        return new ServerTls(List.of(certificates), clients, required, List.of("h2", "http/1.1"), "TLSv1.2", List.of());
    }

    /** The same, but this version of TLS and no other. */
    static ServerTls only(String version, ServerTls tls) {
        List<String> suites = version.equals("TLSv1.2") ? TLS_1_2_SUITES : List.of();
        return new ServerTls(
                tls.certificates(), tls.clientTrust(), tls.clientCertificateRequired(), tls.alpn(), version, suites);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
