package io.sallyport.proxy;

import io.netty.channel.EventLoop;
import java.util.random.RandomGenerator;

/**
 * What belongs to one event loop. An exchange stays on its lane from its first byte to its last, so nothing here is
 * locked.
 */
public final class Lane {

    /** More would take the memory and the connections of those that somebody waits for. */
    private static final int MOST_MIRRORS = 256;

    private final int index;
    private final Timers timers;
    private final RandomGenerator random;
    private final RequestIds ids;
    private int mirrors;

    /**
     * @param index from 0
     * @param origin of its time by {@link System#nanoTime}, in the past; the same for all lanes
     * @param random for splits, jitter and request ids; need not be safe for threads
     */
    public Lane(int index, EventLoop loop, long origin, RandomGenerator random) {
        this.index = index;
        this.timers = new Timers(loop, () -> System.nanoTime() - origin);
        this.random = random;
        this.ids = new RequestIds(random);
    }

    public int index() {
        return index;
    }

    /** Whether one more mirrored request may be under way here; each begun is to be ended. */
    boolean mirrorBegins() {
        if (mirrors >= MOST_MIRRORS) {
            return false;
        }
        mirrors++;
        return true;
    }

    void mirrorEnds() {
        mirrors--;
    }

    public Timers timers() {
        return timers;
    }

    RandomGenerator random() {
        return random;
    }

    RequestIds ids() {
        return ids;
    }
}
