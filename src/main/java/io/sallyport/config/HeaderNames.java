package io.sallyport.config;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which header fields a filter may change. */
final class HeaderNames {

    /** They belong to one connection, or tell where a message ends (RFC 9110, 7.6.1 and 8.6). */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    static final TextRule CHANGEABLE = new TextRule(
            "the name of a header that a filter may change; not Host (see URLRewrite), not Content-Length or one of the"
                    + " connection, not what only the gateway may say",
            HeaderNames::objection);

    /** A header that clients send back, and that nobody else has a meaning for. */
    static final TextRule OF_A_SESSION = new TextRule(
            "the name of a header, of at most 128 characters; none that the gateway writes or that has another meaning",
            HeaderNames::objectionToSession);

    private static final Set<String> TAKEN = Set.of(
            "authorization", "content-type", "cookie", "forwarded", "host", "origin", "set-cookie", "x-request-id");

    private HeaderNames() {}

    private static @Nullable String objectionToSession(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
        boolean taken = TAKEN.contains(lower)
                || lower.startsWith("x-forwarded-")
                || lower.startsWith("access-control-")
                || name.length() > TextRules.LONGEST_SESSION_NAME;
        return taken ? Quote.of(name) : objection(name);
    }

    private static @Nullable String objection(String name) {
        if (!TextRules.isToken(name)) {
            return Quote.of(name);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean fixed = lower.equals("host")
                || OF_THE_CONNECTION.contains(lower)
                || lower.equals("x-forwarded-client-cert")
                || lower.startsWith("x-sallyport-")
                || lower.startsWith("x-ssl");
        return fixed ? Quote.of(name) : null;
    }
}
