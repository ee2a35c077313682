package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/**
 * Where a client is sent instead (Gateway API {@code HTTPRequestRedirectFilter}). What is null or 0 stays as the client
 * asked for it.
 *
 * @param status 301, 302, 303, 307 or 308
 */
public record Redirect(
        @Nullable String scheme,
        @Nullable String hostname,
        @Nullable PathEdit path,
        int port,
        int status) {

    private static final String UNESCAPED = "-._~!$&'()*+,;=:@/%?";

    /**
     * What a client asked for.
     *
     * @param host without port
     * @param port the one that the client used
     * @param query null: none
     */
    public record Asked(
            String scheme,
            String host,
            int port,
            String path,
            @Nullable String query) {}

    /** The value of {@code Location}: always absolute, so that no path can be taken for a host. */
    public String location(Asked asked) {
        String toScheme = scheme == null ? asked.scheme() : scheme;
        int toPort = port(asked);
        StringBuilder location = new StringBuilder(64);
        location.append(toScheme).append("://").append(hostname == null ? asked.host() : hostname);
        if (toPort != wellKnown(toScheme)) {
            location.append(':').append(toPort);
        }
        String from = asked.path().startsWith("/") ? asked.path() : "/";
        escape(path == null ? from : path.apply(from), location);
        if (asked.query() != null) {
            escape(asked.query(), location.append('?'));
        }
        return location.toString();
    }

    /** A port that is named, else that of a scheme that is named, else the client's. */
    private int port(Asked asked) {
        if (port != 0) {
            return port;
        }
        return scheme == null ? asked.port() : wellKnown(scheme);
    }

    /** The port that a scheme stands for. */
    public static int wellKnown(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** What may not stand in a URI (RFC 3986) is written by its code; a request's characters are bytes. */
    private static void escape(String text, StringBuilder into) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || UNESCAPED.indexOf(c) >= 0) {
                into.append(c);
            } else {
                into.append('%').append(hex(c >> 4)).append(hex(c));
            }
        }
    }

    private static char hex(int value) {
        return Character.toUpperCase(Character.forDigit(value & 0xF, 16));
    }
}
