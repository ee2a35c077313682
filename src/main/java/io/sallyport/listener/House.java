package io.sallyport.listener;

import io.sallyport.proxy.EarlyAnswers;
import io.sallyport.snapshot.PortLimits;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.snapshot.ProxyTrust;
import io.sallyport.telemetry.PortMeters;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All connections of one port, and what holds for new ones. For all threads. */
final class House {

    private final PortMeters meters;
    private final EarlyAnswers early;
    private final long keepAliveNanos;
    private final AtomicInteger open = new AtomicInteger();
    private final List<Guests> lanes = new CopyOnWriteArrayList<>();
    private volatile Rules rules;

    /**
     * What holds for a connection from its beginning to its end.
     *
     * @param proxies null: it does not begin with the PROXY protocol
     * @param decoder how heads of HTTP/1.1 are read
     */
    record Rules(PortLimits limits, @Nullable ProxyTrust proxies, HttpServerOptions decoder) {

        static Rules of(PortPlan plan) {
            return new Rules(plan.limits(), plan.proxies(), WireOptions.decoder(plan.limits()));
        }
    }

    /** @param keepAliveNanos where a document says nothing else */
    House(PortPlan plan, PortMeters meters, EarlyAnswers early, long keepAliveNanos) {
        this.rules = Rules.of(plan);
        this.meters = meters;
        this.early = early;
        this.keepAliveNanos = keepAliveNanos;
    }

    /** New connections go by this plan. */
    void plan(PortPlan plan) {
        rules = Rules.of(plan);
    }

    Rules rules() {
        return rules;
    }

    long keepAliveNanos(PortLimits limits) {
        long own = limits.waits().keepAlive();
        return own == 0 ? keepAliveNanos : own;
    }

    PortMeters meters() {
        return meters;
    }

    EarlyAnswers early() {
        return early;
    }

    void add(Guests lane) {
        lanes.add(lane);
    }

    /** One more connection is open, whether it may be or not; how many there are now. */
    int enter() {
        return open.incrementAndGet();
    }

    void leave() {
        open.decrementAndGet();
    }

    /** The lane with the connection that has been idle for longest; null if none is. */
    @Nullable
    Guests withLongestIdle() {
        Guests found = null;
        long since = Guests.NONE_IDLE;
        for (Guests lane : lanes) {
            long oldest = lane.idleSince();
            if (oldest < since) {
                since = oldest;
                found = lane;
            }
        }
        return found;
    }
}
