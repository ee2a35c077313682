package io.sallyport.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * The cipher suites that may be used: forward secret and authenticated, Mozilla's "intermediate" list without
 * finite-field Diffie-Hellman. BoringSSL takes the TLS 1.3 suites all together or not at all.
 */
public final class CipherSuites {

    private static final List<String> TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final List<String> TLS_1_2 = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** All suites that may be named, in the server's order of preference. */
    public static final List<String> ALLOWED = allowed();

    private CipherSuites() {}

    private static List<String> allowed() {
        List<String> all = new ArrayList<>(TLS_1_3);
        all.addAll(TLS_1_2);
        return List.copyOf(all);
    }

    /**
     * The suites to enable. Suites of versions below the least are left out, so that no other setting of the
     * engine can let such a version in again: Vert.x sets the versions of each engine anew.
     *
     * @param wanted IANA names; empty: all that are allowed
     * @param minVersion {@code TLSv1.2} or {@code TLSv1.3}
     * @throws IllegalArgumentException if one is not allowed, or none is left
     */
    static List<String> select(List<String> wanted, String minVersion) {
        for (String suite : wanted) {
            if (!ALLOWED.contains(suite)) {
                throw new IllegalArgumentException("cipher suite " + suite + " is not allowed");
            }
        }
        List<String> chosen = new ArrayList<>(wanted.isEmpty() ? ALLOWED : wanted);
        if (minVersion.equals("TLSv1.3")) {
            chosen.retainAll(TLS_1_3);
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no cipher suite is left for " + minVersion);
        }
        return chosen;
    }

    /** The TLS versions that these suites serve. */
    static List<String> versions(List<String> suites) {
        List<String> versions = new ArrayList<>();
        if (suites.stream().anyMatch(TLS_1_2::contains)) {
            versions.add("TLSv1.2");
        }
        if (suites.stream().anyMatch(TLS_1_3::contains)) {
            versions.add("TLSv1.3");
        }
        return versions;
    }
}
