package io.sallyport.config;

import java.time.Duration;

/**
 * How long a request may take; zero disables (Gateway API, GEP-1742).
 *
 * @param request from the request's head to the response's head; zero by default
 * @param backendRequest the same for one attempt; 30 s by default
 * @param streamIdle after the response's head: how long neither side may move a byte; 5 min by default
 * @param tunnelIdle the same after a change of protocols, such as to WebSocket; 1 h by default
 */
public record TimeoutsSpec(Duration request, Duration backendRequest, Duration streamIdle, Duration tunnelIdle) {

    /** What holds for a rule that says nothing. */
    public static final TimeoutsSpec DEFAULT =
            new TimeoutsSpec(Duration.ZERO, Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1));
}
