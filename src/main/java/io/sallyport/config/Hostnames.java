package io.sallyport.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names of hosts: RFC 1123 in lower case, at most 253 characters and 63 in a label (Gateway API {@code Hostname}). */
final class Hostnames {

    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final String WILDCARD = "*.";

    private Hostnames() {}

    /** One exact name that is no IP address. A name whose last label is all digits would be taken for one. */
    static boolean isDnsName(String text) {
        return isSubdomain(text) && !isNumber(text.substring(text.lastIndexOf('.') + 1));
    }

    /** An exact name, or {@code *.} before one. */
    static boolean isHostname(String text) {
        return text.length() <= LONGEST && isDnsName(text.startsWith(WILDCARD) ? text.substring(2) : text);
    }

    /** Labels of lower case letters, digits and inner hyphens, joined by dots. */
    static boolean isSubdomain(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        int start = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
            if (!isLabel(text.substring(start, dot))) {
                return false;
            }
            start = dot + 1;
        }
        return isLabel(text.substring(start));
    }

    static boolean isLabel(String text) {
        int end = text.length() - 1;
        if (end < 0 || end >= LONGEST_LABEL || text.charAt(0) == '-' || text.charAt(end) == '-') {
            return false;
        }
        for (int i = 0; i <= end; i++) {
            char c = text.charAt(i);
            if (!((c >= 'a' && c <= 'z') || isDigit(c) || c == '-')) {
                return false;
            }
        }
        return true;
    }

    static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(Hostnames::isDigit);
    }

    /** Whether some host is meant by both; a wildcard stands for one or more labels. */
    static boolean meet(String one, String other) {
        if (!one.startsWith(WILDCARD)) {
            return other.startsWith(WILDCARD) ? one.endsWith(other.substring(1)) : one.equals(other);
        }
        String suffix = one.substring(1);
        return other.endsWith(suffix) || (other.startsWith(WILDCARD) && suffix.endsWith(other.substring(1)));
    }

    /** The narrower of two hostnames, null standing for any host; empty if no host is meant by both. */
    static Optional<String> narrower(@Nullable String one, String other) {
        if (one == null) {
            return Optional.of(other);
        }
        if (!meet(one, other)) {
            return Optional.empty();
        }
        boolean first = !one.startsWith(WILDCARD) || (other.startsWith(WILDCARD) && one.length() > other.length());
        return Optional.of(first ? one : other);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
