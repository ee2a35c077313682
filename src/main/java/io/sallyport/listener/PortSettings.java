package io.sallyport.listener;

import java.time.Duration;
import java.util.Set;

/**
 * How ports are bound.
 *
 * @param host the address to bind, {@code 0.0.0.0} for all
 * @param reserved ports that belong to something else in this process
 * @param idleTimeout how long a connection without a request is kept, where a listener says nothing else; longer than
 *     the router's 300 s
 * @param drainTimeout after which connections of a port that is gone, or whose trust was tightened, are cut
 * @param shutdownDelay how long new connections are served once the process is told to end
 */
public record PortSettings(
        String host, Set<Integer> reserved, Duration idleTimeout, Duration drainTimeout, Duration shutdownDelay) {

    public PortSettings {
        reserved = Set.copyOf(reserved);
    }
}
