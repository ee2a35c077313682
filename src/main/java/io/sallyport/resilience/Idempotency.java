package io.sallyport.resilience;

import java.util.Set;

/** Which methods may be repeated although the backend may have acted (RFC 9110, 9.2.2). */
public final class Idempotency {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private Idempotency() {}

    /** Whether the method is idempotent. Compared with case; a method that is not known is not. */
    public static boolean of(String method) {
        return METHODS.contains(method);
    }
}
