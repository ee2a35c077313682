package io.sallyport.proxy;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sallyport.resilience.Failure;
import io.sallyport.routing.CorsPolicy;
import io.sallyport.routing.HeaderEdit;
import io.sallyport.routing.Redirect;
import io.sallyport.telemetry.Reason;
import io.sallyport.upstream.AddressRanges;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** The gateway's own answers: the one place where a reason becomes a status. */
final class LocalReply {

    /** Counted and logged when the client left before its answer; never sent. */
    static final int CLIENT_CLOSED_REQUEST = 499;

    /** RFC 9113, 7. */
    private static final long PROTOCOL_ERROR = 1;

    private static final int OK = 200;
    private static final String ALLOWED_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH";

    private final AddressRanges trustedClients;

    /** @param trustedClients who is told the reason */
    LocalReply(AddressRanges trustedClients) {
        this.trustedClients = trustedClients;
    }

    /** The status that a reason stands for; 0 for {@link Reason#NONE}, which is no reply of ours. */
    static int status(Reason reason) {
        return switch (reason) {
            case NONE -> 0;
            case CORS_PREFLIGHT -> 204;
            case REDIRECT -> 302;
            case BAD_REQUEST -> 400;
            case UPGRADE_REFUSED -> 403;
            case NO_ROUTE -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case REQUEST_TIMEOUT -> 408;
            case BODY_TOO_LARGE -> 413;
            case URI_TOO_LONG -> 414;
            case MISDIRECTED -> 421;
            case HEADERS_TOO_LARGE -> 431;
            case CLIENT_CLOSED -> CLIENT_CLOSED_REQUEST;
            case NO_BACKEND, INTERNAL_ERROR -> 500;
            case UPSTREAM_TLS_FAILED, UPSTREAM_PROTOCOL_ERROR -> 502;
            case UPSTREAM_CONNECT_FAILED,
                    UPSTREAM_RESET,
                    ADDRESS_REFUSED,
                    NO_WEIGHT,
                    NO_HEALTHY_ENDPOINT,
                    OVERLOADED,
                    DRAINING -> 503;
            case UPSTREAM_TIMEOUT -> 504;
        };
    }

    /** Why an exchange ends whose last attempt failed so. */
    static Reason reason(Failure failure) {
        return switch (failure) {
            case CONNECT_FAILED -> Reason.UPSTREAM_CONNECT_FAILED;
            case TLS_FAILED -> Reason.UPSTREAM_TLS_FAILED;
            case RESET, REFUSED_STREAM, CLOSED_IDLE -> Reason.UPSTREAM_RESET;
            case TIMEOUT -> Reason.UPSTREAM_TIMEOUT;
            case PROTOCOL_ERROR -> Reason.UPSTREAM_PROTOCOL_ERROR;
            case ADDRESS_REFUSED -> Reason.ADDRESS_REFUSED;
            case NO_ENDPOINT -> Reason.NO_HEALTHY_ENDPOINT;
            case OVERLOADED -> Reason.OVERLOADED;
        };
    }

    /** Answers an exchange whose answer has not begun, and ends it. A malformed one of HTTP/2 is reset. */
    void send(Exchange exchange, Reason reason) {
        if (exchange.downstream().http2() && exchange.downstream().requests().unreadable()) {
            exchange.end(status(reason), reason);
            exchange.response().reset(PROTOCOL_ERROR);
        } else if (!exchange.ended()) {
            int status = status(reason);
            MultiMap headers = begin(exchange, status, reason);
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
            AnswerFields.write(exchange, headers);
            if (reason == Reason.METHOD_NOT_ALLOWED) {
                headers.set(HttpHeaders.ALLOW, ALLOWED_METHODS);
            } else if (reason == Reason.OVERLOADED) {
                headers.set(HttpHeaders.RETRY_AFTER, "1");
            }
            if (exchange.requestEnded() && doubtful(exchange, reason)) {
                exchange.downstream().distrust();
            }
            if (exchange.grpc()) {
                exchange.response().setStatusCode(OK);
                Grpc.trailersOnly(headers, status, phrase(status));
            }
            finish(exchange, status, reason);
        }
    }

    /** Whether what follows may not be a request: it was none, or its client may go on in the protocol that it asked for. */
    private static boolean doubtful(Exchange exchange, Reason reason) {
        return switch (reason) {
            case BAD_REQUEST, UPGRADE_REFUSED -> true;
            case METHOD_NOT_ALLOWED -> exchange.request().method() == HttpMethod.CONNECT;
            default -> false;
        };
    }

    /** Ends a call whose answer has begun, for this reason: its trailers say that it is not whole. */
    static Future<Void> endCall(HttpServerResponse response, Reason reason) {
        int status = status(reason);
        Grpc.end(response.trailers(), status, phrase(status));
        return response.end();
    }

    /** Sends a client elsewhere, with the status that the rule names, as {@link Reason#REDIRECT}. */
    void redirect(Exchange exchange, Redirect redirect, String location, List<HeaderEdit> edits) {
        MultiMap headers = begin(exchange, redirect.status(), Reason.REDIRECT);
        HeaderEdits.apply(edits, headers);
        AnswerFields.write(exchange, headers);
        headers.set(HttpHeaders.LOCATION, location);
        finish(exchange, redirect.status(), Reason.REDIRECT);
    }

    /** Tells a browser what it may ask for from another origin; one that may not is told nothing. */
    void preflight(Exchange exchange, CorsPolicy cors, Preflight asked) {
        MultiMap headers = begin(exchange, status(Reason.CORS_PREFLIGHT), Reason.CORS_PREFLIGHT);
        headers.remove(HttpHeaders.CONTENT_TYPE);
        AnswerFields.preflight(exchange, cors, asked, headers);
        finish(exchange, status(Reason.CORS_PREFLIGHT), Reason.CORS_PREFLIGHT);
    }

    /** An answer that could not be relayed may have left its own fields here. */
    private MultiMap begin(Exchange exchange, int status, Reason reason) {
        HttpServerResponse response = exchange.response();
        MultiMap headers = response.headers().clear();
        response.setChunked(false).setStatusCode(status).setStatusMessage(phrase(status));
        headers.set(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
        if (exchange.downstream().peer().trustedClient(trustedClients)) {
            headers.set("x-sallyport-reason", reason.label());
        }
        return headers;
    }

    /** @param status that is counted: a gRPC call's answer has 200 and its own in the trailers */
    private static void finish(Exchange exchange, int status, Reason reason) {
        boolean last = Discard.lastAnswer(exchange);
        boolean bare = reason == Reason.CORS_PREFLIGHT || (exchange.grpc() && reason != Reason.REDIRECT);
        Future<Void> written = bare ? exchange.response().end() : write(exchange, phrase(status) + '\n');
        exchange.end(status, reason);
        if (last) {
            Discard.rest(exchange, written);
        }
    }

    static String phrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    private static Future<Void> write(Exchange exchange, String text) {
        HttpServerResponse response = exchange.response();
        if (exchange.request().method() == HttpMethod.HEAD) {
            response.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(text.length()));
            return response.end();
        }
        exchange.tally().sent(text.length());
        return response.end(text);
    }
}
