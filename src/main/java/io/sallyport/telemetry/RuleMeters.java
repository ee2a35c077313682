package io.sallyport.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The meters of one rule on one listener, for all threads. Each exchange calls {@link #begin} once, then {@link #end}
 * once; a meter is in the scrape from its first use. A retired rule's meters leave the scrape when its last exchange
 * has ended; a request that still holds an old snapshot may begin even after that, and is counted until it ends.
 */
public final class RuleMeters {

    private static final long RETIRED = 1;
    /** The slots are closed; only with {@link #RETIRED}. */
    private static final long DETACHED = 2;

    private static final long ONE_EXCHANGE = 4;

    private final RuleName name;
    private final RuleFamilies families;
    private final Consumer<RuleMeters> gone;
    /** The two bits above, and the exchanges in flight from the third bit on. */
    private final AtomicLong state = new AtomicLong();

    private final Object lock = new Object();
    private volatile RuleSlots slots;

    RuleMeters(RuleName name, RuleFamilies families, Consumer<RuleMeters> gone) {
        this.name = name;
        this.families = families;
        this.gone = gone;
        this.slots = new RuleSlots(name, families);
    }

    RuleName name() {
        return name;
    }

    /** One more exchange is in flight. */
    public void begin() {
        if ((state.getAndAdd(ONE_EXCHANGE) & DETACHED) != 0) {
            attach(DETACHED);
        }
        slots.inFlight(1);
    }

    /**
     * The exchange has ended.
     *
     * @param backend the backend's name, {@code none} if there was none
     * @param method as the request had it; what is not well known is counted as {@code other}
     * @param code the status sent down, 499 if the client left before; outside 100 to 599 counted as {@code other}
     * @param durationNanos from the request's head to the end of the exchange, or to the 101 that changed the protocol
     */
    public void end(String backend, String method, int code, Reason reason, long durationNanos) {
        RuleSlots now = slots;
        now.request(backend, RequestLabels.key(method, code, reason), durationNanos);
        now.inFlight(-1);
        if (state.addAndGet(-ONE_EXCHANGE) == RETIRED) {
            detachIfIdle();
        }
    }

    /**
     * An attempt has been answered, or has failed.
     *
     * @param code the backend's status, 0 if there was no answer (label {@code none})
     * @param durationNanos from the attempt's start to the response's head or the failure
     */
    public void attempt(String backend, int code, long durationNanos) {
        int codeClass = code == 0 ? RequestLabels.NO_ANSWER : RequestLabels.classOf(code);
        slots.attempt(backend, codeClass, durationNanos);
    }

    /** The request is sent once more, to this backend. */
    public void retried(String backend) {
        slots.retried(backend);
    }

    /** A copy of a request to this backend has ended. */
    public void mirrored(String backend, MirrorResult result) {
        slots.mirrored(backend, result);
    }

    /** Back in force; false if the slots are closed already, so that new meters must take its place. */
    boolean revive() {
        long before = state.getAndUpdate(now -> (now & DETACHED) == 0 ? now & ~RETIRED : now);
        return (before & DETACHED) == 0;
    }

    /** Back in force in any case. */
    void keep() {
        attach(RETIRED | DETACHED);
    }

    void retire() {
        state.getAndUpdate(now -> now | RETIRED);
        detachIfIdle();
    }

    void forgetOverflowed() {
        slots.forgetOverflowed();
    }

    /** The lock makes an exchange that begins now wait until the old slots are closed. */
    private void detachIfIdle() {
        synchronized (lock) {
            if (state.compareAndSet(RETIRED, RETIRED | DETACHED)) {
                slots.close();
                gone.accept(this);
            }
        }
    }

    /** The new slots stand before the bit is cleared: who sees it cleared finds them. */
    private void attach(long cleared) {
        synchronized (lock) {
            if ((state.get() & DETACHED) != 0) {
                slots = new RuleSlots(name, families);
            }
            state.getAndUpdate(now -> now & ~cleared);
        }
    }
}
