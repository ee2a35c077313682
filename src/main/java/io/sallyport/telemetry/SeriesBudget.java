package io.sallyport.telemetry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** How many time series there may be, and how often one more was asked for. */
final class SeriesBudget {

    private static final Logger LOG = Logger.getLogger(SeriesBudget.class);

    private final int max;
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final LongAdder overflows = new LongAdder();
    private final AtomicBoolean told = new AtomicBoolean();

    /** Of {@code max} time series, {@code reserved} are kept for the overflow slots. */
    SeriesBudget(int max, int reserved) {
        this.max = max;
        this.limit = Math.max(0, (long) max - reserved);
    }

    boolean take(int width) {
        if (used.addAndGet(width) <= limit) {
            return true;
        }
        used.addAndGet(-width);
        return false;
    }

    void giveBack(int width) {
        used.addAndGet(-width);
    }

    boolean hasRoom() {
        return used.get() < limit;
    }

    void overflowed() {
        overflows.increment();
        if (told.compareAndSet(false, true)) {
            LOG.warnf(
                    "the limit of %d time series (sallyport.metrics.max-series) is reached:"
                            + " new label combinations are counted under \"other\"",
                    max);
        }
    }

    /** Label combinations for which there was no room. */
    long overflows() {
        return overflows.sum();
    }
}
