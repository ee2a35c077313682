package io.sallyport.config;

import java.util.List;

/** The cipher suites that may be offered: TLS 1.3, and ECDHE with AES-GCM or ChaCha20 (Mozilla, intermediate). */
final class CipherSuites {

    private static final List<String> TLS_13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> TLS_12 = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    static final TextRule RULE = TextRule.holding(
            String.join(", ", TLS_13) + ", " + String.join(", ", TLS_12),
            suite -> TLS_13.contains(suite) || TLS_12.contains(suite));

    private CipherSuites() {}

    static boolean anyOfTls13(List<String> suites) {
        return suites.stream().anyMatch(TLS_13::contains);
    }
}
