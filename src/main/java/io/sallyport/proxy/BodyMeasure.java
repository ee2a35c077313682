package io.sallyport.proxy;

import io.sallyport.snapshot.RulePlan;
import io.sallyport.telemetry.Reason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How large a request's body may be, and how long the gateway waits for more of it. */
final class BodyMeasure {

    private final Exchange exchange;
    private final long most;
    private final long waitNanos;
    private final Consumer<Reason> excess;
    private final boolean hurried;
    private final Timers.@Nullable Timer timer;
    private boolean awaited;
    private boolean answered;

    /** @param excess is told why, when the client keeps no measure */
    BodyMeasure(Exchange exchange, RulePlan.Body limits, Consumer<Reason> excess) {
        this.exchange = exchange;
        this.most = limits.most();
        this.waitNanos = limits.waitNanos();
        this.excess = excess;
        // In gRPC either side may be silent for long, and the backend may answer with the first message only.
        this.hurried = !exchange.grpc();
        this.timer = hurried && waitNanos > 0 ? exchange.timer(() -> excess.accept(Reason.REQUEST_TIMEOUT)) : null;
    }

    /** Whether the body is still within its measure; if not, that is told. */
    boolean keeps() {
        boolean within = exchange.tally().bytesIn() <= most;
        if (!within) {
            excess.accept(Reason.BODY_TOO_LARGE);
        }
        return within;
    }

    /** The client may send on, and is waited for until the answer begins. */
    void await() {
        awaited = hurried && !answered;
        if (timer != null && awaited) {
            timer.at(exchange.lane().timers().now() + waitNanos);
        }
    }

    /** The client has sent all, or may not send on. */
    void rest() {
        awaited = false;
        if (timer != null) {
            timer.disarm();
        }
    }

    /** The answer begins: the client may take its time. */
    void answered() {
        answered = true;
        rest();
    }

    /** Whether it is the client that is waited for. */
    boolean awaited() {
        return awaited;
    }
}
