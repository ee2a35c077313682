package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how long each answered address may be kept, which Netty's resolver tells its cache only. Answers are never
 * served from here: a question is asked anew when its time is over. Used on one event loop.
 */
final class TtlCache implements DnsCache {

    private final Map<InetAddress, Long> secondsByAddress = new HashMap<>();

    /** The shortest time to live among the addresses, in seconds; forgets them. */
    long takeSeconds(List<InetAddress> addresses, long otherwise) {
        long least = Long.MAX_VALUE;
        for (InetAddress address : addresses) {
            Long seconds = secondsByAddress.remove(address);
            least = Math.min(least, seconds == null ? Long.MAX_VALUE : seconds);
        }
        return least == Long.MAX_VALUE ? otherwise : least;
    }

    @Override
    public DnsCacheEntry cache(
            String host, DnsRecord @Nullable [] additionals, InetAddress address, long ttl, EventLoop loop) {
        secondsByAddress.put(address, ttl);
        return new Answer(address, null);
    }

    @Override
    public DnsCacheEntry cache(String host, DnsRecord @Nullable [] additionals, Throwable cause, EventLoop loop) {
        return new Answer(null, cause);
    }

    @Override
    @SuppressWarnings("NullAway") // Netty's contract: null says that nothing is cached
    public List<? extends DnsCacheEntry> get(String host, DnsRecord @Nullable [] additionals) {
        return null;
    }

    @Override
    public void clear() {
        secondsByAddress.clear();
    }

    @Override
    public boolean clear(String host) {
        return false;
    }

    private record Answer(
            @Nullable InetAddress address, @Nullable Throwable cause) implements DnsCacheEntry {}
}
