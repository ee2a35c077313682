package io.sallyport.snapshot;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who uses a snapshot's backends: being in force counts as one, each exchange as one. When the last has left,
 * what the snapshot held is released, once.
 */
public final class Usage {

    private final AtomicInteger users = new AtomicInteger(1);
    private final Runnable whenUnused;

    Usage(Runnable whenUnused) {
        this.whenUnused = whenUnused;
    }

    /** @return false if the snapshot is no longer in force and unused: the current one is to be taken instead */
    public boolean begin() {
        int now = users.get();
        while (now > 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    /** Ends what {@link #begin} began. */
    public void end() {
        if (users.decrementAndGet() == 0) {
            whenUnused.run();
        }
    }
}
