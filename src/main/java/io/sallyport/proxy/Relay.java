package io.sallyport.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.sallyport.routing.HeaderEdit;
import io.sallyport.telemetry.Reason;
import io.sallyport.upstream.AnswerHead;
import io.sallyport.upstream.UpstreamRequest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Streams a backend's answer to the client, as fast as that reads it, and ends the exchange. Once the head has gone down
 * a failure cuts the stream: the client must not take half an answer for a whole one.
 */
final class Relay {

    private static final long UNKNOWN = -1;
    private static final Buffer NOTHING = Buffer.buffer(0);
    /** RFC 9113, 7. */
    private static final long CANCEL = 8;

    private final Exchange exchange;
    private final AnswerHead answer;
    private final UpstreamRequest from;
    private final HttpServerResponse to;
    private final List<HeaderEdit> edits;
    private final Limits limits;
    private final int status;
    private long remaining;
    private boolean last;
    private boolean whole;
    private @Nullable Future<Void> written;

    /**
     * What ends a stream.
     *
     * @param idleNanos for how long no byte may move; 0: for ever
     * @param callDeadline when the caller of a gRPC call stops waiting, by the clock of the timers; {@link Grpc#NEVER}: no
     *     such time
     */
    record Limits(long idleNanos, long callDeadline) {}

    private Relay(Exchange exchange, AnswerHead answer, UpstreamRequest from, List<HeaderEdit> edits, Limits limits) {
        this.exchange = exchange;
        this.answer = answer;
        this.from = from;
        this.to = exchange.response();
        this.edits = edits;
        this.limits = limits;
        this.status = answer.status();
        this.remaining = length(answer);
    }

    /** Sends the answer's head, which the edits change, and is to be told of what follows. */
    static Relay begin(
            Exchange exchange, AnswerHead answer, UpstreamRequest from, List<HeaderEdit> edits, Limits limits) {
        Relay relay = new Relay(exchange, answer, from, edits, limits);
        relay.head();
        relay.armIdle();
        return relay;
    }

    /**
     * The bytes to come, when they can be counted off: of HTTP/1.1, where nothing follows the last byte. In HTTP/2
     * trailers may.
     */
    private static long length(AnswerHead answer) {
        String length = answer.http2() ? null : answer.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? UNKNOWN : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    private void head() {
        to.setStatusCode(status);
        MultiMap headers = to.headers();
        AnswerFields.relayed(exchange, answer.headers(), edits, headers);
        last = Discard.lastAnswer(exchange);
        frame(headers);
        if (hasBody() && remaining != 0) {
            from.afterRead(this::flushHead);
        }
    }

    /** How the body's end is told to an HTTP/1 client. */
    private void frame(MultiMap headers) {
        if (exchange.downstream().http2() || !hasBody()) {
            return;
        }
        boolean counted = headers.contains(HttpHeaders.CONTENT_LENGTH);
        if (counted && !headers.contains(HttpHeaderNames.TRAILER)) {
            return;
        }
        if (exchange.http10()) {
            headers.set(HttpHeaders.CONNECTION, "close");
            last |= !counted;
        } else {
            headers.remove(HttpHeaders.CONTENT_LENGTH);
            to.setChunked(true);
            remaining = UNKNOWN;
        }
    }

    /** RFC 9110, 6.4.1. What a backend sends all the same, HTTP/2 can, is dropped. */
    private boolean hasBody() {
        return exchange.request().method() != HttpMethod.HEAD && status != 204 && status != 304;
    }

    /** An answer that comes slowly shows its head at once; a quick one goes down in one write with its first bytes. */
    private void flushHead() {
        if (!exchange.ended() && !to.headWritten()) {
            to.write(NOTHING);
        }
    }

    void chunk(Buffer chunk) {
        if (exchange.ended() || !hasBody()) {
            return;
        }
        exchange.tally().sent(chunk.length());
        armIdle();
        if (remaining != UNKNOWN) {
            remaining -= chunk.length();
            if (remaining <= 0) {
                finish(chunk);
                return;
            }
        }
        to.write(chunk);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(v -> from.resume());
        }
    }

    /** A byte moved: the stream is not idle. */
    void armIdle() {
        if (exchange.ended()) {
            return;
        }
        long idle = limits.idleNanos() == 0
                ? Long.MAX_VALUE
                : exchange.lane().timers().now() + limits.idleNanos();
        long first = Math.min(idle, limits.callDeadline());
        if (first != Long.MAX_VALUE) {
            exchange.limit(first, this::late);
        }
    }

    private void late() {
        giveUp(Reason.UPSTREAM_TIMEOUT);
    }

    /** A backend that cancels its part of a call is passed on as it is (RFC 9113, 7); what else happens is no cancellation. */
    void broken(Throwable failure) {
        if (failure instanceof StreamResetException reset && reset.getCode() == CANCEL) {
            cut(Reason.UPSTREAM_RESET);
        } else {
            giveUp(Reason.UPSTREAM_RESET);
        }
    }

    /** The client of a gRPC call is told why it ends, unless it reads nothing: then it would never get that far. */
    private void giveUp(Reason reason) {
        if (exchange.ended() || !exchange.grpc() || to.writeQueueFull()) {
            cut(reason);
            return;
        }
        Future<Void> told = LocalReply.endCall(to, reason);
        boolean requestEnded = exchange.requestEnded();
        exchange.end(status, reason);
        from.cancel();
        if (!requestEnded) {
            Discard.rest(exchange, told);
        }
    }

    void end(MultiMap trailers) {
        if (exchange.ended()) {
            return;
        }
        if (!FieldCheck.sound(trailers)) {
            giveUp(Reason.UPSTREAM_PROTOCOL_ERROR);
            return;
        }
        if (!whole) {
            trailers(trailers);
            finish(null);
        }
        boolean requestEnded = exchange.requestEnded();
        exchange.end(status, Reason.NONE);
        if (!requestEnded) {
            from.cancel();
        }
        if (last) {
            finishConnection(requestEnded);
        }
    }

    private void trailers(MultiMap trailers) {
        if (!trailers.isEmpty() && (to.isChunked() || exchange.downstream().http2())) {
            HeaderRules.trailers(trailers, to.trailers());
        }
    }

    /** Sends the last bytes; only where the connection ends with them somebody waits for their being written. */
    private void finish(@Nullable Buffer rest) {
        whole = true;
        if (last || exchange.downstream().http2()) {
            written = rest == null ? to.end() : to.end(rest);
        } else {
            to.end(rest == null ? NOTHING : rest, null);
        }
    }

    /** A connection of HTTP/2 goes on: it carries other streams. */
    private void finishConnection(boolean requestEnded) {
        if (!requestEnded) {
            Discard.rest(exchange, Objects.requireNonNull(written));
        } else if (!exchange.downstream().http2()) {
            exchange.downstream().close();
        }
    }

    private void cut(Reason reason) {
        if (exchange.ended()) {
            return;
        }
        exchange.cut(status, reason);
        from.cancel();
    }
}
