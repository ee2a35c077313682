package io.sallyport.admin;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Tells this host from others. */
final class Peers {

    private Peers() {}

    /**
     * Whether the peer is this host; IPv4 within IPv6 counts as what it holds.
     *
     * @param peer the socket's own address: what a forwarding header or the PROXY protocol says may be forged
     */
    static boolean isLoopback(@Nullable SocketAddress peer) {
        String literal = peer == null ? null : peer.hostAddress();
        if (literal == null) {
            return false;
        }
        try {
            return InetAddress.getByName(literal).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
