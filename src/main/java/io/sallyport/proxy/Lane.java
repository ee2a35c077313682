package io.sallyport.proxy;

import io.netty.channel.EventLoop;
import java.util.random.RandomGenerator;

/**
 * What belongs to one event loop. An exchange stays on its lane from its first byte to its last, so nothing here is
 * locked.
 */
public final class Lane {

    private final int index;
    private final Timers timers;
    private final RandomGenerator random;

    /**
     * @param index from 0
     * @param random for splits, jitter and request ids; need not be safe for threads
     */
    public Lane(int index, EventLoop loop, RandomGenerator random) {
        this.index = index;
        long origin = System.nanoTime();
        this.timers = new Timers(loop, () -> System.nanoTime() - origin);
        this.random = random;
    }

    public int index() {
        return index;
    }

    Timers timers() {
        return timers;
    }

    RandomGenerator random() {
        return random;
    }
}
