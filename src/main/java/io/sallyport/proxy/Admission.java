package io.sallyport.proxy;

import io.sallyport.snapshot.PortLimits;
import io.sallyport.telemetry.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What is refused whatever the routes say. */
final class Admission {

    private Admission() {}

    /** @return why the exchange must not be served; NONE if it may */
    static Reason refusal(Exchange exchange, PortLimits limits) {
        if (exchange.downstream().requests().unreadable()) {
            return Reason.BAD_REQUEST;
        }
        if (exchange.downstream().barred()) {
            return Reason.DRAINING;
        }
        HttpServerRequest request = exchange.request();
        Reason large = HeadLimits.refusal(exchange, limits);
        if (large != Reason.NONE) {
            return large;
        }
        HttpMethod method = request.method();
        if (method == HttpMethod.CONNECT || method == HttpMethod.TRACE) {
            return Reason.METHOD_NOT_ALLOWED;
        }
        boolean sound = exchange.head().hasSoundHost() && isSound(exchange);
        return sound ? Reason.NONE : Reason.BAD_REQUEST;
    }

    /** HTTP/1.1 demands one Host (RFC 9112, 3.2); what comes over HTTP/2 was looked at by {@link Http2Guard}. */
    private static boolean isSound(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        return request.version() == HttpVersion.HTTP_2
                || (FieldCheck.target(request.method(), request.uri()) && hasSoundHost(exchange));
    }

    private static boolean hasSoundHost(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        int hosts = exchange.fields().hosts();
        if (hosts == 0) {
            return request.version() == HttpVersion.HTTP_1_0 && request.uri().startsWith("/");
        }
        return hosts == 1
                && request.authority() != null
                && !request.authority().host().isEmpty()
                && FieldCheck.agrees(request.uri(), request.getHeader(HttpHeaders.HOST));
    }
}
