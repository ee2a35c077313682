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
     * Who asks, and for what.
     *
     * @param host with its port, as the client wrote it; empty if it named none
     * @param port as the client wrote it; 0 or less: it did not
     */
    record Client(String peer, String host, int port, boolean tls) {

        static Client of(Exchange exchange) {
            HostAndPort authority = exchange.head().authority();
            return new Client(
                    exchange.downstream().peer().address(),
                    exchange.head().writtenHost(),
                    authority == null ? 0 : authority.port(),
                    exchange.downstream().tls());
        }
    }

    /** @param before the fields of a trusted proxy's request; null if the peer is none */
    void write(Client client, @Nullable MultiMap before, MultiMap to) {
        String peer = client.peer();
        String chain = before == null ? "" : ForwardedChain.believed(before.getAll(X_FORWARDED_FOR), trustedProxies);
        String proto = last(before, X_FORWARDED_PROTO, client.tls() ? "https" : "http");
        String host = client.host();
        to.set(X_FORWARDED_FOR, chain.isEmpty() ? peer : chain + ", " + peer);
        to.set(X_FORWARDED_PROTO, proto);
        if (!host.isEmpty()) {
            to.set(X_FORWARDED_HOST, last(before, X_FORWARDED_HOST, host));
        }
        to.set(X_FORWARDED_PORT, last(before, X_FORWARDED_PORT, port(client)));
        String element = element(client);
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

    private static String port(Client client) {
        if (client.port() > 0) {
            return Integer.toString(client.port());
        }
        return client.tls() ? "443" : "80";
    }

    /** One element of {@code Forwarded} (RFC 7239, 4): IPv6 addresses and hosts with a port are quoted. */
    private static String element(Client client) {
        String host = client.host();
        String node = client.peer().indexOf(':') >= 0 ? "\"[" + client.peer() + "]\"" : client.peer();
        String named = host.isEmpty() ? "" : ";host=" + (host.indexOf(':') >= 0 ? '"' + host + '"' : host);
        return "for=" + node + named + ";proto=" + (client.tls() ? "https" : "http");
    }
}
