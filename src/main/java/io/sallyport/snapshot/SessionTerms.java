package io.sallyport.snapshot;

import io.sallyport.config.SessionPersistenceSpec;
import io.sallyport.routing.RequestHead;
import io.sallyport.routing.TrafficSplit;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What carries a rule's tokens, and for how long a session lasts.
 *
 * @param name of the cookie, or of the header in lower case
 * @param absolute from a session's begin on; null: without end
 * @param idle without a request, to at most a tenth more; null: without end
 * @param permanent whether a browser keeps the cookie beyond its own session
 */
public record SessionTerms(
        String name,
        boolean cookie,
        @Nullable Duration absolute,
        @Nullable Duration idle,
        boolean permanent) {

    /** A client may have a cookie of the name for several paths; more tokens than that are not looked at. */
    private static final int MOST_TOKENS = 8;

    /** Of the idle time: what a token may be behind before there is a new one. */
    private static final int SLACK = 10;

    private static final long SECOND = 1_000;

    static SessionTerms of(SessionPersistenceSpec spec, String route, String rule) {
        boolean cookie = spec.type() == SessionPersistenceSpec.Type.COOKIE;
        String given = spec.sessionName();
        String name = given == null ? made(route, rule) : cookie ? given : given.toLowerCase(Locale.ROOT);
        return new SessionTerms(name, cookie, spec.absoluteTimeout(), spec.idleTimeout(), spec.permanent());
    }

    private static String made(String route, String rule) {
        return "session-" + HexFormat.of().toHexDigits((int) TrafficSplit.hash(route + '/' + rule));
    }

    /** Whether a session ends by itself. */
    boolean limited() {
        return absolute != null || idle != null;
    }

    /** Clocks of replicas differ: what lies ahead is now. */
    boolean over(SessionTimes times, long now) {
        return (absolute != null && now - times.begun() > absolute.toMillis())
                || (idle != null && now - times.seen() > idle.toMillis() + slack(idle));
    }

    /** Whether it is time to write down that the client was there. */
    boolean stale(SessionTimes times, long now) {
        return idle != null && now - times.seen() >= slack(idle);
    }

    /** A new token for each answer would cost more than it is worth. */
    private static long slack(Duration idle) {
        return idle.toMillis() / SLACK;
    }

    /** What is made of the first of the request's tokens that something can be made of; null: of none. */
    <T> @Nullable T read(RequestHead head, Cookies.Use<T> use) {
        if (!cookie) {
            String token = head.header(name);
            return token == null ? null : use.of(token);
        }
        String cookies = head.header("cookie");
        return cookies == null ? null : Cookies.first(cookies, name, MOST_TOKENS, use);
    }

    /** The field that gives a client its cookie. */
    String setCookie(String token, String path, long begun, long now) {
        // Browsers take a name with this prefix for the whole host only (RFC 6265bis, 4.1.3.2).
        String where = name.startsWith("__Host-") ? "/" : path;
        String lifetime =
                permanent && absolute != null ? "; Max-Age=" + seconds(begun + absolute.toMillis() - now) : "";
        return name + "=" + token + "; Path=" + where + "; Secure; HttpOnly; SameSite=Lax" + lifetime;
    }

    private static long seconds(long millis) {
        return (millis + SECOND - 1) / SECOND;
    }
}
