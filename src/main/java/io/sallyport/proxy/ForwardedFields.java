package io.sallyport.proxy;

import io.sallyport.upstream.AddressRanges;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/** Writes who the client is and what it asked for: {@code X-Forwarded-*} and {@code Forwarded} (RFC 7239). */
final class ForwardedFields {

    private static final CharSequence X_FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence X_FORWARDED_PROTO = HttpHeaders.createOptimized("x-forwarded-proto");
    private static final CharSequence X_FORWARDED_HOST = HttpHeaders.createOptimized("x-forwarded-host");
    private static final CharSequence X_FORWARDED_PORT = HttpHeaders.createOptimized("x-forwarded-port");
    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("forwarded");

    private final AddressRanges trustedProxies;

    ForwardedFields(AddressRanges trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /**
     * Who asks, and for what, in the words of the fields. A connection keeps the last one: mostly it asks for one host.
     *
     * @param host with its port, as the client wrote it; empty if it named none
     * @param element of {@code Forwarded}
     */
    record Client(String peer, String host, String proto, String port, String element) {

        /** @param port as the client wrote it; 0 or less: it did not */
        static Client of(String peer, String host, int port, boolean tls) {
            String proto = tls ? "https" : "http";
            String told = port > 0 ? Integer.toString(port) : tls ? "443" : "80";
            return new Client(peer, host, proto, told, ForwardedFields.element(peer, host, proto));
        }

        static Client of(Exchange exchange) {
            String host = exchange.head().writtenHost();
            Client last = exchange.downstream().lastClient();
            if (last != null && last.host().equals(host)) {
                return last;
            }
            HostAndPort authority = exchange.head().authority();
            Client made = of(
                    exchange.downstream().peer().address(),
                    host,
                    authority == null ? 0 : authority.port(),
                    exchange.downstream().tls());
            exchange.downstream().lastClient(made);
            return made;
        }
    }

    /** @param before the fields of a trusted proxy's request; null if the peer is none */
    void write(Client client, @Nullable MultiMap before, MultiMap to) {
        String peer = client.peer();
        String chain = before == null ? "" : ForwardedChain.believed(before.getAll(X_FORWARDED_FOR), trustedProxies);
        String proto = last(before, X_FORWARDED_PROTO, client.proto());
        String host = client.host();
        to.set(X_FORWARDED_FOR, chain.isEmpty() ? peer : chain + ", " + peer);
        to.set(X_FORWARDED_PROTO, proto);
        if (!host.isEmpty()) {
            to.set(X_FORWARDED_HOST, last(before, X_FORWARDED_HOST, host));
        }
        to.set(X_FORWARDED_PORT, last(before, X_FORWARDED_PORT, client.port()));
        String element = client.element();
        String earlier = last(before, FORWARDED, "");
        to.set(FORWARDED, earlier.isEmpty() ? element : earlier + ", " + element);
    }

    /** What the client speaks; a trusted proxy's word counts if it is one of both. */
    String scheme(Exchange exchange, @Nullable MultiMap before) {
        String own = exchange.downstream().tls() ? "https" : "http";
        String told = last(before, X_FORWARDED_PROTO, own);
        return told.equals("http") || told.equals("https") ? told : own;
    }

    private static String last(@Nullable MultiMap before, CharSequence name, String otherwise) {
        if (before == null || !before.contains(name)) {
            return otherwise;
        }
        String value = ForwardedChain.last(before.getAll(name));
        return value.isEmpty() ? otherwise : value;
    }

    /** One element of {@code Forwarded} (RFC 7239, 4): IPv6 addresses and hosts with a port are quoted. */
    private static String element(String peer, String host, String proto) {
        String node = peer.indexOf(':') >= 0 ? "\"[" + peer + "]\"" : peer;
        String named = host.isEmpty() ? "" : ";host=" + (host.indexOf(':') >= 0 ? '"' + host + '"' : host);
        return "for=" + node + named + ";proto=" + proto;
    }
}
