package io.sallyport.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.sallyport.routing.Redirect;
import io.sallyport.snapshot.Destination;
import io.sallyport.upstream.AddressRanges;
import io.sallyport.upstream.UpstreamRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Which header fields pass the gateway, in both directions, and which it writes itself. */
final class HeaderRules {

    static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

    private final AddressRanges trustedProxies;
    private final ForwardedFields forwarded;

    HeaderRules(AddressRanges trustedProxies) {
        this.trustedProxies = trustedProxies;
        this.forwarded = new ForwardedFields(trustedProxies);
    }

    /** Removes from a request what its client may not say, before anything is decided by it. */
    RequestFields clean(MultiMap headers, Downstream from) {
        return RequestFields.clean(headers, from.peer().trustedProxy(trustedProxies));
    }

    static List<String> add(@Nullable List<String> names, String name) {
        List<String> all = names == null ? new ArrayList<>() : names;
        all.add(name);
        return all;
    }

    /** The fields that a {@code Connection} field names are for this connection only (RFC 9110, 7.6.1). */
    static @Nullable List<String> nominated(String value, @Nullable List<String> names) {
        if (value.equalsIgnoreCase("keep-alive") || value.equalsIgnoreCase("close")) {
            return names;
        }
        List<String> all = names;
        for (String token : value.split(",", -1)) {
            String name = token.strip().toLowerCase(Locale.ROOT);
            // What begins with a colon is no field (RFC 9113, 8.3).
            if (!name.isEmpty() && name.charAt(0) != ':' && !framing(name) && HeaderKind.nominable(name)) {
                all = add(all, name);
            }
        }
        return all;
    }

    /** Needed to read the message; not handed on anyway. */
    private static boolean framing(String name) {
        return name.equals("transfer-encoding")
                || name.equals("upgrade")
                || name.equals("connection")
                || name.equals("te");
    }

    /** What the client asked for, as a trusted proxy before us says; null if it named no host. */
    Redirect.@Nullable Asked asked(Exchange exchange) {
        HostAndPort authority = exchange.head().authority();
        if (authority == null) {
            return null;
        }
        boolean trusted = exchange.downstream().peer().trustedProxy(trustedProxies);
        String scheme = forwarded.scheme(exchange, trusted ? exchange.request().headers() : null);
        int port = authority.port() > 0 ? authority.port() : Redirect.wellKnown(scheme);
        return new Redirect.Asked(
                scheme,
                exchange.head().host(),
                port,
                exchange.head().path(),
                exchange.head().query());
    }

    /** Writes the header fields of a request to a backend; the filters come last. */
    void toUpstream(Exchange exchange, Destination destination, UpstreamRequest to) {
        MultiMap from = exchange.request().headers();
        MultiMap headers = to.headers();
        boolean http2 = to.http2();
        boolean trusted = exchange.downstream().peer().trustedProxy(trustedProxies);
        passOn(from, trusted, headers);
        if (!http2) {
            joinCookies(headers, exchange);
        }
        List<String> upgrade = exchange.way().upgrade();
        if (!upgrade.isEmpty()) {
            Upgrade.write(String.join(", ", upgrade), headers);
        } else if (trailersAccepted(from)) {
            acceptTrailers(headers, http2);
        }
        host(exchange, destination.rewrite().hostname(), to);
        forwarded.write(ForwardedFields.Client.of(exchange), trusted ? from : null, headers);
        headers.set(X_REQUEST_ID, exchange.requestId());
        HeaderEdits.apply(destination.request(), headers);
    }

    /** Copies what a backend gets as the client said it. */
    static void passOn(MultiMap from, boolean trusted, MultiMap to) {
        from.forEach((name, value) -> {
            HeaderKind kind = HeaderKind.of(name);
            if (kind == HeaderKind.PASS || (trusted && kind == HeaderKind.OWN && !written(name))) {
                to.add(name, value);
            }
        });
    }

    private static boolean written(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "host",
                    "forwarded",
                    "x-forwarded-for",
                    "x-forwarded-proto",
                    "x-forwarded-host",
                    "x-forwarded-port",
                    "x-request-id" -> true;
            default -> false;
        };
    }

    /** HTTP/2 may split the cookie; before HTTP/1.1 it is put together again (RFC 9113, 8.2.3). */
    private static void joinCookies(MultiMap headers, Exchange exchange) {
        if (exchange.downstream().http2()) {
            List<String> cookies = headers.getAll(HttpHeaders.COOKIE);
            if (cookies.size() > 1) {
                headers.set(HttpHeaders.COOKIE, String.join("; ", cookies));
            }
        }
    }

    /** Over HTTP/1.1 the field is one of the connection (RFC 9110, 10.1.4). */
    static void acceptTrailers(MultiMap headers, boolean http2) {
        headers.set(HttpHeaderNames.TE, "trailers");
        if (!http2) {
            headers.set(HttpHeaders.CONNECTION, "te");
        }
    }

    static boolean trailersAccepted(MultiMap from) {
        String te = from.get(HttpHeaderNames.TE);
        return te != null && te.toLowerCase(Locale.ROOT).contains("trailers");
    }

    /** The host is kept as the client named it, unless a filter names another. */
    private static void host(Exchange exchange, @Nullable String rewritten, UpstreamRequest to) {
        if (rewritten == null && exchange.head().authority() == null) {
            return;
        }
        String host = rewritten == null ? exchange.head().writtenHost() : rewritten;
        if (to.http2()) {
            to.authority(host);
        } else {
            to.headers().set(HttpHeaders.HOST, host);
        }
    }

    /** Copies the header fields of a backend's answer. */
    static void toDownstream(MultiMap from, MultiMap to) {
        AnswerCopy copy = new AnswerCopy(to);
        from.forEach(copy);
        if (copy.nominated != null) {
            copy.nominated.forEach(to::remove);
        }
    }

    /** One walk over an answer's fields; which of them {@code Connection} names is known at its end. */
    private static final class AnswerCopy implements BiConsumer<String, String> {

        private final MultiMap to;
        private @Nullable List<String> nominated;

        AnswerCopy(MultiMap to) {
            this.to = to;
        }

        @Override
        public void accept(String name, String value) {
            if (name.equalsIgnoreCase("connection")) {
                nominated = nominated(value, nominated);
            } else if (!hop(name)) {
                to.add(name, value);
            }
        }
    }

    /** Copies the fields of an interim answer, with names as HTTP/2 wants them. */
    static void interim(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> header : from) {
            if (!hop(header.getKey())) {
                to.add(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
    }

    /** Copies an answer's trailers, but none that could be taken for framing (RFC 9110, 6.5.1). */
    static void trailers(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> trailer : from) {
            String name = trailer.getKey();
            if (!hop(name) && !name.equalsIgnoreCase("trailer") && !name.equalsIgnoreCase("content-length")) {
                to.add(name, trailer.getValue());
            }
        }
    }

    /** A {@code Trailer} field stays, for trailers are relayed. */
    private static boolean hop(String name) {
        return switch (HeaderKind.of(name)) {
            case PASS, OWN -> false;
            case HOP -> !name.equalsIgnoreCase("trailer");
            case FORBIDDEN -> name.regionMatches(true, 0, "x-sallyport-", 0, 12);
        };
    }
}
