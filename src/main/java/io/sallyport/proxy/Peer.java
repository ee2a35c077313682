package io.sallyport.proxy;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.sallyport.upstream.AddressRanges;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection: the socket's peer, and the client, which is another one where the PROXY
 * protocol says so. Used on its event loop only.
 */
public final class Peer {

    private static final AttributeKey<InetAddress> CLIENT = AttributeKey.valueOf("sallyport.client");

    private final @Nullable InetAddress socket;
    private final @Nullable InetAddress client;
    private final String address;
    private @Nullable AddressRanges proxies;
    private @Nullable AddressRanges clients;
    private boolean trustedProxy;
    private boolean trustedClient;

    private Peer(@Nullable InetAddress socket, @Nullable InetAddress client) {
        this.socket = socket;
        this.client = client;
        this.address = client == null ? "unknown" : client.getHostAddress();
    }

    static Peer of(Channel channel) {
        InetAddress socket = socketOf(channel);
        InetAddress told = channel.attr(CLIENT).get();
        return new Peer(socket, told == null ? socket : told);
    }

    /** The socket's peer; null if it is none of the internet. */
    public static @Nullable InetAddress socketOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address ? address.getAddress() : null;
    }

    /** A proxy that may say so speaks for this client; told before the connection's first request. */
    public static void speaksFor(Channel channel, InetAddress client) {
        channel.attr(CLIENT).set(client);
    }

    /** The client's address without port. */
    String address() {
        return address;
    }

    /** Whether the socket's peer lies in the ranges: what the PROXY protocol says makes nobody a trusted proxy. */
    boolean trustedProxy(AddressRanges ranges) {
        if (proxies != ranges) {
            proxies = ranges;
            trustedProxy = socket != null && ranges.contains(socket);
        }
        return trustedProxy;
    }

    /** Whether the client lies in the ranges. */
    boolean trustedClient(AddressRanges ranges) {
        if (clients != ranges) {
            clients = ranges;
            trustedClient = client != null && ranges.contains(client);
        }
        return trustedClient;
    }
}
