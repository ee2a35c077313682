package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps names resolved in the background, each by the time to live of its answer (at least one second, at most one
 * minute), so that no request waits for DNS. A failed question is asked again after a second; the last answer stays.
 */
final class NameResolver implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NameResolver.class);
    private static final long LEAST_SECONDS = 1;
    private static final long MOST_SECONDS = 60;
    private static final long QUERY_MILLIS = 2_000;

    private final EventLoop loop;
    private final TtlCache ttls = new TtlCache();
    private final DnsNameResolver dns;
    private final Map<String, ResolvedName> names = new HashMap<>();
    private volatile boolean closed;

    NameResolver(Vertx vertx, List<InetSocketAddress> nameServers) {
        VertxInternal internal = (VertxInternal) vertx;
        this.loop = internal.getEventLoopGroup().next();
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
                .channelFactory(() -> internal.transport().datagramChannel())
                .socketChannelFactory(() -> (SocketChannel)
                        internal.transport().channelFactory(false).newChannel())
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .queryTimeoutMillis(QUERY_MILLIS)
                .resolveCache(ttls);
        if (!nameServers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(nameServers));
        }
        this.dns = builder.build();
    }

    /**
     * Keeps the host resolved from now on, until it is released as often. A host that is kept already is shared, with the
     * answers it has: who says more of a backend than before must not wait for DNS again.
     */
    synchronized ResolvedName acquire(String host) {
        ResolvedName known = names.get(host);
        ResolvedName name = known == null ? new ResolvedName(host) : known;
        name.retain();
        if (known == null) {
            names.put(host, name);
            begin(name);
        }
        return name;
    }

    private void begin(ResolvedName name) {
        InetAddress literal = literal(name.host());
        if (literal == null) {
            loop.execute(() -> ask(name));
        } else {
            name.update(List.of(literal));
        }
    }

    /** Ends what {@link #acquire} began. */
    synchronized void release(ResolvedName name) {
        if (name.release()) {
            names.remove(name.host());
        }
    }

    private static @Nullable InetAddress literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? null : InetAddress.getByAddress(host, bytes);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("the bytes of an address are an address", e);
        }
    }

    private void ask(ResolvedName name) {
        if (closed || !name.wanted()) {
            return;
        }
        dns.resolveAll(name.host()).addListener((Future<List<InetAddress>> answer) -> {
            long seconds = answer.isSuccess() ? take(name, answer.getNow()) : failed(name, answer.cause());
            if (!closed && !loop.isShuttingDown()) {
                loop.schedule(() -> ask(name), seconds, TimeUnit.SECONDS);
            }
        });
    }

    private long take(ResolvedName name, List<InetAddress> answer) {
        long seconds = ttls.takeSeconds(answer, MOST_SECONDS);
        name.update(preferred(answer));
        LOG.debugf("%s is at %s", name.host(), name.addresses());
        return Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, seconds));
    }

    private static long failed(ResolvedName name, Throwable cause) {
        LOG.debugf("%s could not be resolved: %s", name.host(), cause.getMessage());
        name.failed();
        return LEAST_SECONDS;
    }

    /** IPv4 where there is any: a pod with one family only could not dial the other. Sorted, so that order is no change. */
    private static List<InetAddress> preferred(List<InetAddress> answer) {
        boolean v4 = answer.stream().anyMatch(Inet4Address.class::isInstance);
        return answer.stream()
                .filter(address -> !v4 || address instanceof Inet4Address)
                .distinct()
                .sorted((a, b) -> java.util.Arrays.compareUnsigned(a.getAddress(), b.getAddress()))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        dns.close();
    }
}
