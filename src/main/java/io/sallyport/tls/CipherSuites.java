package io.sallyport.tls;

import static io.sallyport.config.AllowedSuites.TLS_1_2;
import static io.sallyport.config.AllowedSuites.TLS_1_3;

import java.util.ArrayList;
import java.util.List;

/** Chooses the cipher suites of a context. BoringSSL takes those of TLS 1.3 all together or not at all. */
public final class CipherSuites {

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
