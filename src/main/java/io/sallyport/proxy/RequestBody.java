package io.sallyport.proxy;

import io.sallyport.upstream.UpstreamRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams a request's body to the backend as fast as that reads it. The beginning is kept for another attempt, until the
 * body is larger than that, or an answer is relayed.
 */
final class RequestBody {

    /** Larger bodies are not sent again. */
    private static final int MOST_KEPT = 64 * 1024;

    private final Exchange exchange;
    private final List<Buffer> kept = new ArrayList<>();
    private int keptBytes;
    private boolean lost;
    private boolean begun;
    private boolean ended;
    private boolean headSent;
    private @Nullable BodyMeasure measure;
    private @Nullable UpstreamRequest upstream;
    private Runnable onProgress = () -> {};

    RequestBody(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Sets what is taken of it, before it is streamed. */
    void bound(BodyMeasure limits) {
        measure = limits;
    }

    /** Whether the gateway reads it, and waits for the client to send more. */
    boolean awaited() {
        return measure != null && measure.awaited();
    }

    /** Nothing is waited for any more. */
    void noWait() {
        if (measure != null) {
            measure.rest();
        }
    }

    private void read() {
        exchange.request().resume();
        if (measure != null) {
            measure.await();
        }
    }

    private void pause() {
        exchange.request().pause();
        if (measure != null) {
            measure.rest();
        }
    }

    /** Whether an attempt that begins now can send the whole body. */
    boolean repeatable() {
        return !lost;
    }

    /** Whether all of it has been handed to the backend. */
    boolean sent() {
        return ended;
    }

    /** Streams to this backend, from the beginning; the request is paused until now. {@code progress} runs with each chunk. */
    void stream(UpstreamRequest to, Runnable progress) {
        upstream = to;
        onProgress = progress;
        headSent = !kept.isEmpty() || ended;
        kept.forEach(to::write);
        if (ended) {
            to.end();
            return;
        }
        HttpServerRequest request = exchange.request();
        if (!begun) {
            begun = true;
            request.handler(this::chunk);
            request.endHandler(v -> end());
        }
        read();
        exchange.defer(() -> headAlone(to));
    }

    /** Another attempt follows: nothing is read until it has a connection. */
    void hold() {
        upstream = null;
        if (begun && !ended) {
            pause();
        }
    }

    /** An answer begins: there will be no other attempt. */
    void answered() {
        if (measure != null) {
            measure.answered();
        }
        forget();
    }

    private void forget() {
        lost = true;
        kept.clear();
    }

    /** A backend may answer on the head, or wait for the gateway as the client does: the head does not wait for a body. */
    private void headAlone(UpstreamRequest to) {
        if (!headSent && upstream == to && !exchange.ended()) {
            headSent = true;
            to.sendHead();
        }
    }

    private void chunk(Buffer chunk) {
        if (exchange.ended()) {
            return;
        }
        exchange.received(chunk);
        if (measure != null && !measure.keeps()) {
            return;
        }
        keep(chunk);
        onProgress.run();
        UpstreamRequest to = upstream;
        if (to == null) {
            return;
        }
        headSent = true;
        to.write(chunk);
        if (to.writeQueueFull()) {
            pause();
            to.onDrain(() -> drained(to));
        } else if (measure != null) {
            measure.await();
        }
    }

    private void drained(UpstreamRequest from) {
        if (from == upstream && !exchange.ended()) {
            read();
        }
    }

    private void keep(Buffer chunk) {
        keptBytes += chunk.length();
        if (keptBytes > MOST_KEPT) {
            forget();
        } else if (!lost) {
            kept.add(chunk);
        }
    }

    private void end() {
        ended = true;
        noWait();
        exchange.requestHasEnded();
        if (upstream != null && !exchange.ended()) {
            headSent = true;
            upstream.end();
        }
    }

    /** Its length as the head tells it; -1: it does not. */
    long declaredBytes() {
        String length = exchange.expectsBody() ? exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH) : null;
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
