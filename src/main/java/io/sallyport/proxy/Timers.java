package io.sallyport.proxy;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one event loop: a wheel of 512 slots, 10 ms each. Arming, moving and disarming a limit costs no
 * allocation and no search, and a limit is kept within 20 ms. Used on its event loop only.
 */
public final class Timers {

    private static final Logger LOG = Logger.getLogger(Timers.class);
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SLOTS = 512;

    private final EventLoop loop;
    private final NanoClock clock;
    private final Timer[] slots = new Timer[SLOTS];
    private final Timer passing = head();
    private int armed;
    private long tick;
    private boolean running;

    /** Time since some moment in the past, in nanoseconds; never negative. */
    @FunctionalInterface
    interface NanoClock {
        long nanos();
    }

    Timers(EventLoop loop, NanoClock clock) {
        this.loop = loop;
        this.clock = clock;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = head();
        }
    }

    /** An empty list. */
    private Timer head() {
        Timer head = new Timer(null);
        head.previous = head;
        head.next = head;
        return head;
    }

    /** Nanoseconds since some moment in the past. */
    public long now() {
        return clock.nanos();
    }

    /** A limit that runs the action when it is reached; not armed yet. */
    public Timer timer(Runnable action) {
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

    /** The slot's timers are taken out first: an action may arm and disarm any of them, and itself. */
    private void sweep(Timer head) {
        passing.takeAllOf(head);
        for (Timer first = passing.next; first != null && first != passing; first = passing.next) {
            first.due();
        }
    }

    /** One limit, part of a doubly linked list around its slot's head. */
    public final class Timer {

        private final @Nullable Runnable action;
        private @Nullable Timer previous;
        private @Nullable Timer next;
        private long deadline;
        private long slotTick;

        private Timer(@Nullable Runnable action) {
            this.action = action;
        }

        /** Sets the limit to this time of the clock; one that was armed before is moved. */
        public void at(long nanos) {
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

        public void disarm() {
            if (next != null) {
                unlink();
                armed--;
            }
        }

        private long tickOf(long nanos) {
            return Math.max(nanos / TICK_NANOS + 1, tick + 1);
        }

        private void due() {
            unlink();
            if (deadline - now() > 0) {
                link();
                return;
            }
            armed--;
            if (action != null) {
                run(action);
            }
        }

        /** Moves the timers of another list behind this head, which has none. */
        private void takeAllOf(Timer other) {
            Timer first = other.next;
            Timer last = other.previous;
            if (first == null || last == null || first == other) {
                return;
            }
            next = first;
            first.previous = this;
            previous = last;
            last.next = this;
            other.next = other;
            other.previous = other;
        }

        /** A failing action must not stop the wheel. */
        private static void run(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("a time limit's action failed", e);
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
