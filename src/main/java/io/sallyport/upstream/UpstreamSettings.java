package io.sallyport.upstream;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What holds for the connections to all backends.
 *
 * @param lanes how many event loops carry traffic; the bounds below are divided among them
 * @param maxConnections open connections per address of a backend in this process, at least one per event loop
 * @param maxPending requests that wait for a connection, per address of a backend in this process
 * @param connectTimeout for TCP and the TLS handshake each
 * @param keepAlive how long a connection may idle; shorter than the backends' own
 * @param maxAge after which a connection takes no new request, so that new pods get traffic
 * @param nameServers empty: those of the host
 */
public record UpstreamSettings(
        int lanes,
        int maxConnections,
        int maxPending,
        Duration connectTimeout,
        Duration keepAlive,
        Duration maxAge,
        List<InetSocketAddress> nameServers) {

    public UpstreamSettings {
        nameServers = List.copyOf(nameServers);
    }

    int connectionsPerLane() {
        return Math.max(1, maxConnections / lanes);
    }

    int pendingPerLane() {
        return Math.max(1, maxPending / lanes);
    }
}
