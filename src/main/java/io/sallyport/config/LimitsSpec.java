package io.sallyport.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a listener takes from its clients.
 *
 * @param headerBytes of a request's header fields together; 1Ki to 256Ki, 60Ki by default
 * @param uriBytes of a request's target; 256 to 64Ki, 16Ki by default
 * @param headers how many header fields a request may have; 1 to 1000, 100 by default
 * @param bodyBytes of a request's body; absent: any
 * @param connections of the port; 1 to 1000000, 10000 by default
 * @param requestsPerConnection after which a client is sent to another connection, 1 to 1000000000; absent: never
 * @param inFlight how many requests may be under way; absent: as many as the process takes
 * @param headerTimeout from a head's first byte to its last; 100ms to 1h, 10s by default
 * @param bodyTimeout how long the gateway waits for more of a body before the answer's head; 0s: for ever; 20s by default
 * @param keepAlive how long a connection without a request is kept, 1s to 24h; absent: as the process is set
 * @param handshakeTimeout of a TLS handshake, and of the PROXY protocol's header; 100ms to 1h, 10s by default
 */
public record LimitsSpec(
        int headerBytes,
        int uriBytes,
        int headers,
        @Nullable Long bodyBytes,
        int connections,
        @Nullable Integer requestsPerConnection,
        @Nullable Integer inFlight,
        Duration headerTimeout,
        Duration bodyTimeout,
        @Nullable Duration keepAlive,
        Duration handshakeTimeout) {

    /** What holds for a listener that says nothing. */
    public static final LimitsSpec DEFAULT = new LimitsSpec(
            60 * 1024,
            16 * 1024,
            100,
            null,
            10_000,
            null,
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            null,
            Duration.ofSeconds(10));
}
