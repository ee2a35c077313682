package io.sallyport.proxy;

/** What the gateway does with a request's header field. */
enum HeaderKind {
    /** Handed on as it is. */
    PASS,
    /** Meant for the connection it came on (RFC 9110, 7.6.1); never handed on. */
    HOP,
    /** Written anew by the gateway. */
    OWN,
    /** What only a gateway may say; removed before anything looks at it. */
    FORBIDDEN;

    private static final int LONGEST = 23;

    /** Names are compared without case; no allocation. */
    static HeaderKind of(String name) {
        char first = name.isEmpty() ? 0 : lower(name.charAt(0));
        return switch (first) {
            case 'c' -> is(name, "connection") ? HOP : PASS;
            case 'f' -> is(name, "forwarded") ? OWN : PASS;
            case 'h' -> is(name, "host") ? OWN : is(name, "http2-settings") ? HOP : PASS;
            case 'k' -> is(name, "keep-alive") ? HOP : PASS;
            case 'p' ->
                is(name, "proxy-connection") || is(name, "proxy-authorization") || is(name, "proxy-authenticate")
                        ? HOP
                        : PASS;
            case 't' -> is(name, "te") || is(name, "trailer") || is(name, "transfer-encoding") ? HOP : PASS;
            case 'u' -> is(name, "upgrade") ? HOP : PASS;
            case 'x' -> extension(name);
            default -> PASS;
        };
    }

    private static HeaderKind extension(String name) {
        if (name.indexOf('_') >= 0) {
            // A backend in the manner of CGI (RFC 3875, 4.1.18) takes it for the name with hyphens.
            return extension(name.replace('_', '-')) == PASS ? PASS : FORBIDDEN;
        }
        if (starts(name, "x-forwarded-")) {
            return name.length() == LONGEST && is(name, "x-forwarded-client-cert") ? FORBIDDEN : OWN;
        }
        if (starts(name, "x-sallyport-") || starts(name, "x-ssl")) {
            return FORBIDDEN;
        }
        return is(name, "x-request-id") ? OWN : PASS;
    }

    /** Whether a {@code Connection} field may have this field removed; else it could strip what others rely on. */
    static boolean nominable(String name) {
        return switch (of(name)) {
            case PASS -> !is(name, "authorization") && !is(name, "cookie") && !is(name, "content-length");
            case HOP, FORBIDDEN -> true;
            case OWN -> is(name, "x-request-id");
        };
    }

    private static boolean is(String name, String other) {
        return name.length() == other.length() && name.equalsIgnoreCase(other);
    }

    private static boolean starts(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
}
