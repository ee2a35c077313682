package io.sallyport.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/**
 * What happens to the rest of a request that was answered before it had ended. HTTP/2 resets the stream without an error
 * (RFC 9113, 8.1). HTTP/1.1 reads on for a moment and closes: a connection that is closed with bytes unread loses the
 * answer on its way (RFC 9112, 9.6).
 */
final class Discard {

    /** RFC 9113, 7. */
    private static final long NO_ERROR = 0;

    private static final long MAX_BYTES = 256 * 1024;
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final Timers.Timer limit;
    private long bytes;

    private Discard(Exchange exchange) {
        this.exchange = exchange;
        this.limit = exchange.lane().timers().timer(exchange.downstream()::close);
    }

    /**
     * To be called before the answer's head is written: whether the connection, or the stream, must end with this
     * answer; then {@link #rest} is to follow.
     */
    static boolean lastAnswer(Exchange exchange) {
        boolean last = !exchange.requestEnded() || exchange.downstream().leaving();
        if (last && !exchange.downstream().http2()) {
            exchange.response().headers().set(HttpHeaders.CONNECTION, "close");
            exchange.downstream().lastAnswer();
        }
        return last && !exchange.requestEnded();
    }

    /**
     * Gets rid of what still comes.
     *
     * @param answered completes when the answer's last byte is written: a reset before would take the rest of it along
     */
    static void rest(Exchange exchange, Future<Void> answered) {
        if (exchange.downstream().http2()) {
            exchange.request().handler(chunk -> {}).resume();
            answered.onComplete(v -> exchange.response().reset(NO_ERROR));
        } else if (exchange.downstream().requests().unreadable()) {
            answered.onComplete(v -> exchange.downstream().linger());
        } else {
            new Discard(exchange).start();
        }
    }

    private void start() {
        HttpServerRequest request = exchange.request();
        request.exceptionHandler(failure -> limit.disarm());
        request.endHandler(v -> close());
        request.handler(chunk -> {
            bytes += chunk.length();
            if (bytes > MAX_BYTES) {
                close();
            }
        });
        limit.at(exchange.lane().timers().now() + MAX_NANOS);
        request.resume();
    }

    private void close() {
        limit.disarm();
        exchange.downstream().close();
    }
}
