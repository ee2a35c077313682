package io.sallyport.proxy;

import io.netty.channel.Channel;
import io.sallyport.resilience.Failure;
import io.sallyport.resilience.Outcome;
import io.sallyport.resilience.Progress;
import io.sallyport.snapshot.Destination;
import io.sallyport.upstream.AnswerHandler;
import io.sallyport.upstream.AnswerHead;
import io.sallyport.upstream.Connected;
import io.sallyport.upstream.Failures;
import io.sallyport.upstream.Target;
import io.sallyport.upstream.UpstreamRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One try at a backend: it is concluded once, by an answer's head or by a failure. */
final class Attempt implements Connected, AnswerHandler {

    /** Interim answers that are passed on; they know no backpressure. */
    private static final int MOST_INTERIM = 8;

    /** The first status of any other final answer. */
    private static final int FINAL = 200;

    private static final int SMALL_BODY = 64 * 1024;
    private static final long DISCARD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final Way way;
    private final HeaderRules headers;
    private final Conclusion conclusion;
    private final long startedNanos;
    private @Nullable UpstreamRequest upstream;
    private Timers.@Nullable Timer discarding;
    private @Nullable Relay relay;
    private int interim;
    private boolean reused;
    private boolean concluded;

    /** Where it goes: the backend with its filters, and one of its addresses. */
    record Way(Destination destination, Target target) {}

    /** Takes the end of an attempt. */
    interface Conclusion {
        /** The gateway itself failed. */
        void broken(RuntimeException cause);

        /** @param answer null if there is none; what follows it comes once this returns */
        void concluded(Attempt attempt, Outcome outcome, @Nullable AnswerHead answer);
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
        if (exchange.way().upgrade().isEmpty()) {
            way.target().connect(lane, exchange.context(), this);
        } else {
            way.target().connectToUpgrade(lane, exchange.context(), this);
        }
    }

    @Override
    public boolean waits() {
        return !concluded;
    }

    @Override
    public void notConnected(Throwable cause) {
        if (!concluded) {
            Failure failure = Failures.connecting(cause);
            reused = failure == Failure.CLOSED_IDLE;
            conclude(new Outcome.Failed(failure, Progress.NOTHING_SENT), null);
        }
    }

    @Override
    public void connected(UpstreamRequest request) {
        if (concluded) {
            request.cancel();
            return;
        }
        upstream = request;
        reused = request.use() > 1;
        request.answerTo(this);
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

    private void send(UpstreamRequest request) {
        request.line(
                exchange.request().method(),
                exchange.head().target(way.destination().rewrite().path()));
        headers.toUpstream(exchange, way.destination(), request);
        if (exchange.expectsBody()) {
            request.bodyFollows();
            exchange.body().stream(request, this::bodyMoved);
        } else {
            request.end();
        }
    }

    @Override
    public void continued() {
        boolean asked = exchange.request().headers().contains(HttpHeaders.EXPECT);
        if (!concluded && !exchange.http10() && asked && ++interim <= MOST_INTERIM) {
            exchange.response().writeContinue();
        }
    }

    @Override
    public void earlyHints(MultiMap hints) {
        if (!concluded && !exchange.http10() && FieldCheck.sound(hints) && ++interim <= MOST_INTERIM) {
            MultiMap passed = HttpHeaders.headers();
            HeaderRules.interim(hints, passed);
            exchange.response().writeEarlyHints(passed);
        }
    }

    private void bodyMoved() {
        if (relay != null) {
            relay.armIdle();
        }
    }

    @Override
    public void head(AnswerHead answer) {
        if (concluded) {
            return;
        }
        if (!readable(answer)) {
            concluded = true;
            cancel();
            report(new Outcome.Failed(Failure.PROTOCOL_ERROR, Progress.SENT), null);
            return;
        }
        exchange.tally().upstreamTook(exchange.lane().timers().now() - startedNanos);
        guarded(() -> conclude(new Outcome.Answered(answer.status()), answer));
    }

    /** Nobody has looked at the fields yet. */
    private boolean readable(AnswerHead answer) {
        boolean known =
                answer.status() == Tunnel.SWITCHING_PROTOCOLS ? granted(answer) != null : answer.status() >= FINAL;
        return known && FieldCheck.coding(answer.headers()) && FieldCheck.sound(answer.headers());
    }

    /** The protocol that the backend changes to; null if it may not, or not yet: the request has to end before. */
    private @Nullable String granted(AnswerHead answer) {
        return exchange.requestEnded() ? Upgrade.granted(exchange.way().upgrade(), answer.headers()) : null;
    }

    @Override
    public void chunk(Buffer chunk) {
        if (relay != null) {
            relay.chunk(chunk);
        }
    }

    @Override
    public void end(MultiMap trailers) {
        if (relay != null) {
            relay.end(trailers);
        } else if (discarding != null) {
            discarding.disarm();
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (!concluded) {
            conclude(new Outcome.Failed(Failures.beforeHead(cause, reused, upstream), Progress.SENT), null);
        } else if (relay != null) {
            relay.broken(cause);
        } else if (discarding != null) {
            discarding.disarm();
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

    private void conclude(Outcome outcome, @Nullable AnswerHead answer) {
        concluded = true;
        report(outcome, answer);
    }

    private void report(Outcome outcome, @Nullable AnswerHead answer) {
        exchange.way()
                .meters()
                .attempt(
                        way.destination().backend().name(),
                        answer == null ? 0 : answer.status(),
                        exchange.lane().timers().now() - startedNanos);
        conclusion.concluded(this, outcome, answer);
    }

    boolean reusedConnection() {
        return reused;
    }

    /** The answer goes down. */
    void relay(AnswerHead answer, long streamIdleNanos, long callDeadline) {
        exchange.body().answered();
        relay = Relay.begin(
                exchange,
                answer,
                Objects.requireNonNull(upstream),
                way.destination().response(),
                new Relay.Limits(streamIdleNanos, callDeadline));
    }

    /**
     * Both connections carry another protocol from now on, which the answer names.
     *
     * @return false if the client's connection cannot: it is to get another answer
     */
    boolean tunnel(AnswerHead answer, long idleNanos) {
        String protocol = Objects.requireNonNull(granted(answer));
        Channel backend = Objects.requireNonNull(upstream).channel();
        return new Tunnel(exchange, protocol, idleNanos)
                .open(answer, way.destination().response(), backend);
    }

    /** The answer is not wanted, another attempt follows: a small rest is read so that the connection can go on. */
    void discard(AnswerHead answer) {
        String length = answer.headers().get(HttpHeaders.CONTENT_LENGTH);
        boolean small = length != null && length.length() < 6 && Integer.parseInt(length) <= SMALL_BODY;
        if (!small || (exchange.expectsBody() && !exchange.body().sent())) {
            cancel();
            return;
        }
        Timers timers = exchange.lane().timers();
        discarding = timers.timer(this::cancel);
        discarding.at(timers.now() + DISCARD_NANOS);
    }

    /** The client is gone. */
    void abandon() {
        concluded = true;
        cancel();
    }

    private void cancel() {
        if (upstream != null) {
            upstream.cancel();
        }
    }
}
