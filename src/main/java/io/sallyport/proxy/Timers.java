package io.sallyport.proxy;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one event loop: a wheel of 512 slots, 10 ms each. Arming, moving and disarming a limit costs no
 * allocation and no search, and a limit is kept within 20 ms. Used on its event loop only.
 */
final class Timers {

    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SLOTS = 512;

    private final EventLoop loop;
    private final NanoClock clock;
    private final Timer[] slots = new Timer[SLOTS];
    private int armed;
    private long tick;
    private boolean running;

    /** The clock, handed in for tests; {@link System#nanoTime()} otherwise. */
    @FunctionalInterface
    interface NanoClock {
        long nanos();
    }

    Timers(EventLoop loop, NanoClock clock) {
        this.loop = loop;
        this.clock = clock;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Timer(null);
            slots[i].previous = slots[i];
            slots[i].next = slots[i];
        }
    }

    long now() {
        return clock.nanos();
    }

    /** A limit that runs the action when it is reached; not armed yet. */
    Timer timer(Runnable action) {
        return new Timer(action);
    }

    private void start() {
        if (!running) {
            running = true;
            tick = now() / TICK_NANOS;
            loop.schedule(this::turn, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** Fires what is due in all slots that have passed. */
    void turn() {
        long until = now() / TICK_NANOS;
        while (tick < until) {
            tick++;
            sweep(slots[(int) (tick % SLOTS)]);
        }
        if (armed == 0) {
            running = false;
        } else {
            loop.schedule(this::turn, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void sweep(Timer head) {
        Timer last = head.previous;
        Timer at = head.next;
        while (at != null && at != head) {
            Timer next = at == last ? head : at.next;
            at.due();
            at = next;
        }
    }

    /** One limit, part of a doubly linked list around its slot's head. */
    final class Timer {

        private final @Nullable Runnable action;
        private @Nullable Timer previous;
        private @Nullable Timer next;
        private long deadline;
        private long slotTick;

        private Timer(@Nullable Runnable action) {
            this.action = action;
        }

        /** Sets the limit to this time of the clock; one that was armed before is moved. */
        void at(long nanos) {
            deadline = nanos;
            if (next == null) {
                start();
                armed++;
                link();
            } else if (tickOf(nanos) < slotTick) {
                unlink();
                link();
            }
        }

        void disarm() {
            if (next != null) {
                unlink();
                armed--;
            }
        }

        private long tickOf(long nanos) {
            return Math.max(nanos / TICK_NANOS + 1, tick + 1);
        }

        private void due() {
            if (next == null) {
                return;
            }
            unlink();
            if (deadline - now() > 0) {
                link();
                return;
            }
            armed--;
            if (action != null) {
                action.run();
            }
        }

        private void link() {
            slotTick = tickOf(deadline);
            Timer head = slots[(int) (slotTick % SLOTS)];
            Timer last = head.previous;
            previous = last;
            next = head;
            head.previous = this;
            if (last != null) {
                last.next = this;
            }
        }

        private void unlink() {
            if (previous != null && next != null) {
                previous.next = next;
                next.previous = previous;
            }
            previous = null;
            next = null;
        }
    }
}
