package io.sallyport.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the requests of a session meet the same endpoint again (Gateway API, GEP-1619): by a token that the gateway hands
 * out with an answer, and that the client sends back.
 *
 * @param sessionName of the cookie or header; absent: made of the rule's name
 * @param type whether the token is a cookie or a header; a cookie by default
 * @param absoluteTimeout for how long a session lasts from its begin on; absent: as long as the client sends it
 * @param idleTimeout for how long a session lasts without a request, to at most a tenth more; absent: the same
 * @param cookieConfig only with a cookie
 */
public record SessionPersistenceSpec(
        @Nullable String sessionName,
        Type type,
        @Nullable Duration absoluteTimeout,
        @Nullable Duration idleTimeout,
        @Nullable CookieConfig cookieConfig) {

    /** What carries the token. */
    public enum Type {
        COOKIE,
        HEADER
    }

    /**
     * What only cookies have.
     *
     * @param lifetimeType whether browsers keep the cookie for absoluteTimeout, or for their own session, the default
     */
    public record CookieConfig(LifetimeType lifetimeType) {}

    /** How long browsers keep a cookie. */
    public enum LifetimeType {
        SESSION,
        PERMANENT
    }

    /** Whether the cookie outlives the browser's own session. */
    public boolean permanent() {
        return cookieConfig != null && cookieConfig.lifetimeType() == LifetimeType.PERMANENT;
    }
}
