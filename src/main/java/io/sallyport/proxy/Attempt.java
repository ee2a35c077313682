package io.sallyport.proxy;

import io.netty.channel.Channel;
import io.sallyport.resilience.Failure;
import io.sallyport.resilience.Outcome;
import io.sallyport.resilience.Progress;
import io.sallyport.snapshot.Destination;
import io.sallyport.upstream.Failures;
import io.sallyport.upstream.Target;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One try at a backend: it is concluded once, by an answer's head or by a failure. */
final class Attempt {

    private static final long CANCEL = 8;
    /** Interim answers that are passed on; they know no backpressure. */
    private static final int MOST_INTERIM = 8;

    private static final Handler<Throwable> IGNORED = failure -> {};
    /** The first status of any other final answer. */
    private static final int FINAL = 200;

    private static final int SMALL_BODY = 64 * 1024;
    private static final long DISCARD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final Way way;
    private final HeaderRules headers;
    private final Conclusion conclusion;
    private final long startedNanos;
    private @Nullable HttpClientRequest upstream;
    private @Nullable Relay relay;
    private int use;
    private int interim;
    private boolean reused;
    private boolean concluded;

    /** Where it goes: the backend with its filters, and one of its addresses. */
    record Way(Destination destination, Target target) {}

    /** Takes the end of an attempt. */
    interface Conclusion {
        /** The gateway itself failed. */
        void broken(RuntimeException cause);

        /** @param response the answer, if there is one; its handlers are to be set at once */
        void concluded(Attempt attempt, Outcome outcome, @Nullable HttpClientResponse response);
    }

    Attempt(Exchange exchange, Way way, HeaderRules headers, Conclusion conclusion) {
        this.exchange = exchange;
        this.way = way;
        this.headers = headers;
        this.conclusion = conclusion;
        this.startedNanos = exchange.lane().timers().now();
    }

    void start() {
        int lane = exchange.lane().index();
        Future<HttpClientRequest> connection = exchange.way().upgrade().isEmpty()
                ? way.target().connect(lane)
                : way.target().connectToUpgrade(lane);
        connection.onComplete(this::connected);
    }

    private void connected(AsyncResult<HttpClientRequest> result) {
        if (concluded) {
            if (result.succeeded()) {
                result.result().exceptionHandler(IGNORED).reset(CANCEL);
            }
            return;
        }
        if (result.failed()) {
            Failure failure = Failures.connecting(result.cause());
            reused = failure == Failure.CLOSED_IDLE;
            conclude(new Outcome.Failed(failure, Progress.NOTHING_SENT), null);
            return;
        }
        HttpClientRequest request = result.result();
        upstream = request;
        use = Target.use(request);
        reused = use > 1;
        request.exceptionHandler(this::failed);
        request.response().onComplete(this::answered);
        guarded(() -> send(request));
    }

    /** Callbacks of Vert.x run outside of the handler's own guard. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            concluded = true;
            cancel();
            conclusion.broken(e);
        }
    }

    private void send(HttpClientRequest request) {
        request.setMethod(exchange.request().method());
        request.setURI(exchange.head().target(way.destination().rewrite().path()));
        headers.toUpstream(exchange, way.destination(), request);
        request.continueHandler(v -> passContinue());
        request.earlyHintsHandler(hints -> passEarlyHints(hints));
        if (exchange.expectsBody()) {
            boolean counted = request.headers().contains(io.vertx.core.http.HttpHeaders.CONTENT_LENGTH);
            request.setChunked(!counted);
            exchange.body().stream(request, this::bodyMoved);
        } else {
            request.end();
        }
    }

    private void passContinue() {
        boolean asked = exchange.request().headers().contains(io.vertx.core.http.HttpHeaders.EXPECT);
        if (!concluded && !exchange.http10() && asked && ++interim <= MOST_INTERIM) {
            exchange.response().writeContinue();
        }
    }

    private void passEarlyHints(io.vertx.core.MultiMap hints) {
        if (!concluded && !exchange.http10() && FieldCheck.sound(hints) && ++interim <= MOST_INTERIM) {
            io.vertx.core.MultiMap passed = io.vertx.core.http.HttpHeaders.headers();
            HeaderRules.interim(hints, passed);
            exchange.response().writeEarlyHints(passed);
        }
    }

    private void bodyMoved() {
        if (relay != null) {
            relay.armIdle();
        }
    }

    private void answered(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            failed(result.cause());
        } else if (!concluded && !readable(result.result())) {
            concluded = true;
            result.result().exceptionHandler(IGNORED);
            cancel();
            report(new Outcome.Failed(Failure.PROTOCOL_ERROR, Progress.SENT), null);
        } else if (!concluded) {
            HttpClientResponse response = result.result();
            exchange.tally().upstreamTook(exchange.lane().timers().now() - startedNanos);
            guarded(() -> conclude(new Outcome.Answered(response.statusCode()), response));
        }
    }

    /** Of HTTP/2 nobody has looked at the fields yet. */
    private boolean readable(HttpClientResponse response) {
        boolean known = response.statusCode() == Tunnel.SWITCHING_PROTOCOLS
                ? granted(response) != null
                : response.statusCode() >= FINAL;
        return known && FieldCheck.coding(response.headers()) && FieldCheck.sound(response.headers());
    }

    /** The protocol that the backend changes to; null if it may not, or not yet: the request has to end before. */
    private @Nullable String granted(HttpClientResponse response) {
        return exchange.requestEnded() ? Upgrade.granted(exchange.way().upgrade(), response.headers()) : null;
    }

    private void failed(Throwable cause) {
        if (!concluded) {
            conclude(new Outcome.Failed(Failures.beforeHead(cause, reused, upstream), Progress.SENT), null);
        }
    }

    /** The limit for the answer's head is reached. */
    void timeOut() {
        if (!concluded) {
            Progress progress = upstream == null ? Progress.NOTHING_SENT : Progress.SENT;
            concluded = true;
            cancel();
            report(new Outcome.Failed(Failure.TIMEOUT, progress), null);
        }
    }

    private void conclude(Outcome outcome, @Nullable HttpClientResponse response) {
        concluded = true;
        report(outcome, response);
    }

    private void report(Outcome outcome, @Nullable HttpClientResponse response) {
        int status = outcome instanceof Outcome.Answered answered ? answered.status() : 0;
        exchange.way()
                .meters()
                .attempt(
                        way.destination().backend().name(),
                        status,
                        exchange.lane().timers().now() - startedNanos);
        conclusion.concluded(this, outcome, response);
    }

    boolean reusedConnection() {
        return reused;
    }

    /** The answer goes down. */
    void relay(HttpClientResponse response, long streamIdleNanos, long callDeadline) {
        exchange.body().answered();
        relay = Relay.begin(
                exchange,
                response,
                way.destination().response(),
                new Relay.Limits(streamIdleNanos, callDeadline, this::cancel));
    }

    /**
     * Both connections carry another protocol from now on, which the answer names.
     *
     * @return false if the client's connection cannot: it is to get another answer
     */
    boolean tunnel(HttpClientResponse response, long idleNanos) {
        String protocol = Objects.requireNonNull(granted(response));
        Channel backend = Target.channel(Objects.requireNonNull(upstream));
        return new Tunnel(exchange, protocol, idleNanos)
                .open(response, way.destination().response(), backend);
    }

    /** The answer is not wanted, another attempt follows: a small rest is read so that the connection can go on. */
    void discard(HttpClientResponse response) {
        String length = response.getHeader(io.vertx.core.http.HttpHeaders.CONTENT_LENGTH);
        boolean small = length != null && length.length() < 6 && Integer.parseInt(length) <= SMALL_BODY;
        response.exceptionHandler(IGNORED);
        if (!small || (exchange.expectsBody() && !exchange.body().sent())) {
            cancel();
            return;
        }
        Timers timers = exchange.lane().timers();
        Timers.Timer limit = timers.timer(this::cancel);
        limit.at(timers.now() + DISCARD_NANOS);
        response.endHandler(v -> limit.disarm());
        response.resume();
    }

    /** The client is gone. */
    void abandon() {
        concluded = true;
        cancel();
    }

    /**
     * Lets go of the connection. Once an answer over HTTP/1.1 is whole, though perhaps not relayed yet, its connection
     * may carry another request: Vert.x would close it all the same.
     */
    private void cancel() {
        if (upstream != null && Target.uses(upstream, use)) {
            upstream.reset(CANCEL);
        }
    }
}
