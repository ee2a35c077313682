package io.sallyport.proxy;

import io.sallyport.resilience.AttemptState;
import io.sallyport.resilience.Decision;
import io.sallyport.resilience.Failure;
import io.sallyport.resilience.Idempotency;
import io.sallyport.resilience.Outcome;
import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.snapshot.Session;
import io.sallyport.telemetry.Reason;
import io.sallyport.upstream.AnswerHead;
import io.sallyport.upstream.Backend;
import io.sallyport.upstream.Target;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Brings one exchange to a backend: attempts, time limits, and the decision to try again. */
final class Forwarder implements Attempt.Conclusion {

    private final Exchange exchange;
    private final RulePlan rule;
    private final Destination destination;
    private final Backend backend;
    private final HeaderRules headers;
    private final ProxyHandler handler;
    private final LocalReply localReply;
    private final boolean idempotent;
    /** When the caller of a gRPC call stops waiting; its answer's end counts. */
    private final long callDeadline;

    private final long requestDeadline;
    /** Where the exchange's session is; null: nowhere, or it has left that address. */
    private @Nullable Target settled;
    /** Where the last attempt went: there is a next one only if it failed. */
    private @Nullable Target failed;

    private int retries;
    private boolean freeRetryUsed;

    Forwarder(Exchange exchange, RulePlan rule, Destination destination, ProxyHandler handler) {
        this.exchange = exchange;
        this.rule = rule;
        this.destination = destination;
        this.backend = destination.backend();
        this.handler = handler;
        this.headers = handler.headers();
        this.localReply = handler.localReply();
        Session session = exchange.way().session();
        this.settled = session == null ? null : session.target();
        this.idempotent = Idempotency.of(exchange.head().method());
        long from = exchange.startedNanos();
        this.callDeadline = exchange.grpc() ? callDeadline(exchange, from) : Grpc.NEVER;
        this.requestDeadline =
                Math.min(callDeadline, deadline(from, rule.timeouts().request()));
    }

    private static long callDeadline(Exchange exchange, long from) {
        long nanos = Grpc.timeoutNanos(exchange.request().headers());
        return nanos < Grpc.NEVER - from ? from + nanos : Grpc.NEVER;
    }

    private static long deadline(long from, long nanos) {
        return nanos == 0 ? Long.MAX_VALUE : from + nanos;
    }

    void forward() {
        exchange.way().countInFlight();
        if (exchange.expectsBody()) {
            exchange.body().bound(new BodyMeasure(exchange, rule.body(), reason -> handler.giveUp(exchange, reason)));
        }
        if (exchange.way().upgrade().isEmpty()) {
            Mirroring.begin(exchange, rule, destination, headers);
        }
        attempt();
    }

    private void attempt() {
        Target target = next();
        if (target == null) {
            localReply.send(exchange, LocalReply.reason(Failure.NO_ENDPOINT));
        } else if (!target.permitted()) {
            localReply.send(exchange, LocalReply.reason(Failure.ADDRESS_REFUSED));
        } else {
            failed = target;
            exchange.way().attempted(target);
            Attempt attempt = new Attempt(exchange, new Attempt.Way(destination, target), headers, this);
            exchange.attempting(attempt, target.label());
            limit(attempt);
            attempt.start();
        }
    }

    private @Nullable Target next() {
        return settled == null || failed != null ? backend.pick(exchange.lane().index(), failed) : settled;
    }

    private void limit(Attempt attempt) {
        long now = exchange.lane().timers().now();
        long deadline = Math.min(requestDeadline, deadline(now, rule.timeouts().backendRequest()));
        if (deadline != Long.MAX_VALUE) {
            exchange.limit(deadline, attempt::timeOut);
        }
    }

    @Override
    public void broken(RuntimeException cause) {
        exchange.noLimit();
        handler.fail(exchange, cause);
    }

    @Override
    public void concluded(Attempt attempt, Outcome outcome, @Nullable AnswerHead answer) {
        exchange.noLimit();
        if (tooSlow(outcome)) {
            localReply.send(exchange, Reason.REQUEST_TIMEOUT);
            return;
        }
        boolean retry = rule.retry().decide(outcome, state(attempt)) == Decision.RETRY || leaves(outcome);
        settled = null;
        if (retry && again(outcome)) {
            if (answer != null) {
                attempt.discard(answer);
            }
        } else if (answer != null && answer.status() == Tunnel.SWITCHING_PROTOCOLS) {
            tunnel(attempt, answer);
        } else if (answer != null) {
            attempt.relay(answer, rule.timeouts().streamIdle(), callDeadline);
        } else {
            localReply.send(exchange, LocalReply.reason(((Outcome.Failed) outcome).failure()));
        }
    }

    /** The time went by while the client had yet to send its body: that is not the backend's doing. */
    private boolean tooSlow(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                && failed.failure() == Failure.TIMEOUT
                && exchange.body().awaited();
    }

    /**
     * Whether a session leaves its address, whatever the rule says of retries: nobody can be reached there, nothing was
     * sent, and there is another.
     */
    private boolean leaves(Outcome outcome) {
        return settled != null
                && outcome instanceof Outcome.Failed failure
                && failure.failure() == Failure.CONNECT_FAILED
                && backend.targets().size() > 1;
    }

    private void tunnel(Attempt attempt, AnswerHead answer) {
        if (!attempt.tunnel(answer, rule.timeouts().tunnelIdle())) {
            attempt.abandon();
            localReply.send(exchange, Reason.BAD_REQUEST);
        }
    }

    private AttemptState state(Attempt attempt) {
        return new AttemptState(
                retries, idempotent, exchange.body().repeatable(), attempt.reusedConnection(), freeRetryUsed);
    }

    /** Tries again after the backoff; false if the request's own limit leaves no time for it. */
    private boolean again(Outcome outcome) {
        long wait = TimeUnit.MILLISECONDS.toNanos(
                rule.retry().backoffMillis(retries, exchange.lane().random()));
        long next = exchange.lane().timers().now() + wait;
        if (next >= requestDeadline) {
            return false;
        }
        freeRetryUsed |= outcome instanceof Outcome.Failed failed && failed.failure() == Failure.CLOSED_IDLE;
        retries++;
        exchange.body().hold();
        exchange.way().meters().retried(backend.name());
        if (wait == 0) {
            exchange.defer(this::retry);
        } else {
            exchange.limit(next, this::retry);
        }
        return true;
    }

    private void retry() {
        if (!exchange.ended()) {
            attempt();
        }
    }
}
