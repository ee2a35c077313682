package io.sallyport.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;

/** Streams a request's body to the backend as fast as that reads it. Nothing is kept. */
final class RequestBody {

    private final Exchange exchange;
    private final HttpClientRequest upstream;
    private final Runnable onProgress;
    private boolean begun;

    private RequestBody(Exchange exchange, HttpClientRequest upstream, Runnable onProgress) {
        this.exchange = exchange;
        this.upstream = upstream;
        this.onProgress = onProgress;
    }

    /** Starts to stream; the request was paused until now. {@code onProgress} runs with each chunk. */
    static void stream(Exchange exchange, HttpClientRequest upstream, Runnable onProgress) {
        RequestBody body = new RequestBody(exchange, upstream, onProgress);
        HttpServerRequest request = exchange.request();
        exchange.touchBody();
        request.handler(body::chunk);
        request.endHandler(v -> body.end());
        request.resume();
        exchange.defer(body::headAlone);
    }

    /** A backend may answer on the head, or wait for the gateway as the client does: the head does not wait for a body. */
    private void headAlone() {
        if (!begun && !exchange.ended()) {
            begun = true;
            upstream.sendHead();
        }
    }

    private void chunk(Buffer chunk) {
        if (exchange.ended()) {
            return;
        }
        begun = true;
        exchange.received(chunk);
        onProgress.run();
        upstream.write(chunk);
        if (upstream.writeQueueFull()) {
            exchange.request().pause();
            upstream.drainHandler(v -> exchange.request().resume());
        }
    }

    private void end() {
        begun = true;
        exchange.requestHasEnded();
        if (!exchange.ended()) {
            upstream.end();
        }
    }
}
