package io.sallyport.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which origins are meant (Gateway API {@code HTTPCORSFilter.allowOrigins}). A port that is not written is the scheme's
 * own. A wildcard stands for one or more labels.
 */
final class CorsOrigins {

    /** RFC 1035, 2.3.4. */
    private static final int LONGEST_NAME = 253;

    private final boolean any;
    private final Set<String> exact = new HashSet<>();
    private final List<Wildcard> wildcards;

    /** @param suffix with the dot before it; empty: every host */
    private record Wildcard(String scheme, String suffix, String port) {

        boolean matches(String origin) {
            String end = suffix + port;
            int host = origin.length() - scheme.length() - end.length();
            return host > 0
                    && origin.startsWith(scheme)
                    && origin.endsWith(end)
                    && isName(origin, scheme.length(), scheme.length() + host);
        }

        /** What the wildcard stands for is the beginning of a host: labels, and no port, user or path. */
        private static boolean isName(String origin, int from, int to) {
            boolean dot = true;
            for (int i = from; i < to; i++) {
                char c = origin.charAt(i);
                boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
                if (!letter && (c != '.' || dot)) {
                    return false;
                }
                dot = c == '.';
            }
            return !dot && to - from <= LONGEST_NAME;
        }
    }

    CorsOrigins(List<String> origins) {
        this.any = origins.contains("*");
        origins.stream()
                .filter(origin -> origin.indexOf('*') < 0)
                .map(CorsOrigins::whole)
                .forEach(exact::add);
        this.wildcards = origins.stream()
                .filter(origin -> origin.indexOf("://*") >= 0)
                .map(CorsOrigins::wildcard)
                .toList();
    }

    boolean any() {
        return any;
    }

    boolean allow(String origin) {
        if (origin.isEmpty()) {
            return false;
        }
        if (any) {
            return true;
        }
        String whole = whole(origin);
        if (exact.contains(whole)) {
            return true;
        }
        for (int i = 0; i < wildcards.size(); i++) {
            if (wildcards.get(i).matches(whole)) {
                return true;
            }
        }
        return false;
    }

    private static Wildcard wildcard(String origin) {
        String whole = whole(origin);
        int star = whole.indexOf('*');
        int port = whole.lastIndexOf(':');
        return new Wildcard(whole.substring(0, star), whole.substring(star + 1, port), whole.substring(port));
    }

    /** With its port, in lower case; what is no origin stays what it is. */
    private static String whole(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        int host = lower.indexOf("://") + 3;
        if (host < 3 || lower.indexOf(':', host) >= 0) {
            return lower;
        }
        return lower + (lower.startsWith("https:") ? ":443" : ":80");
    }
}
