package io.sallyport.snapshot;

import io.sallyport.config.LimitsSpec;
import java.time.Duration;

/**
 * What holds on a port before a request names its host.
 *
 * @param headerBytes of a request's header fields together
 * @param uriBytes of a request's target
 * @param headers how many header fields a request may have
 * @param connections that may be open
 * @param requestsPerConnection after which a client is sent to another connection
 */
public record PortLimits(
        int headerBytes, int uriBytes, int headers, int connections, int requestsPerConnection, Waits waits) {

    /**
     * How long a client is waited for, in nanoseconds.
     *
     * @param header from a head's first byte to its last
     * @param keepAlive for a request, on an open connection; 0: as long as the process is set to
     * @param handshake for a TLS handshake, and for the header of the PROXY protocol
     */
    public record Waits(long header, long keepAlive, long handshake) {}

    /** The listeners of one port agree on these: the parser holds them to it. */
    static PortLimits of(LimitsSpec spec) {
        Integer requests = spec.requestsPerConnection();
        Duration keepAlive = spec.keepAlive();
        return new PortLimits(
                spec.headerBytes(),
                spec.uriBytes(),
                spec.headers(),
                spec.connections(),
                requests == null ? Integer.MAX_VALUE : requests,
                new Waits(
                        spec.headerTimeout().toNanos(),
                        keepAlive == null ? 0 : keepAlive.toNanos(),
                        spec.handshakeTimeout().toNanos()));
    }
}
