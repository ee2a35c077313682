package io.sallyport.config;

import java.time.Duration;

/** Which part of a request decides the backend, so that equal keys meet the same one. */
public sealed interface StickySpec {

    /**
     * The value of a cookie.
     * *
     *
     * @param name of the cookie
     * @param ttl how long the browser keeps an issued cookie; zero: for its session
     * @param issue whether a client without the cookie gets one
     */
    record Cookie(String name, Duration ttl, boolean issue) implements StickySpec {}

    /** The value of a header. */
    record Header(String name) implements StickySpec {}
}
