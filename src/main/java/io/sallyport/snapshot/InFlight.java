package io.sallyport.snapshot;

import java.util.concurrent.atomic.AtomicInteger;

/** How many exchanges are under way somewhere. For all threads. */
public final class InFlight {

    private final AtomicInteger now = new AtomicInteger();

    /** One more begins, if there are fewer than this; each that has begun is to leave. */
    public boolean enter(int most) {
        if (now.incrementAndGet() <= most) {
            return true;
        }
        now.decrementAndGet();
        return false;
    }

    public void leave() {
        now.decrementAndGet();
    }
}
