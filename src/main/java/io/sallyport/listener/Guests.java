package io.sallyport.listener;

import io.sallyport.listener.Lanes.Seat;
import io.sallyport.proxy.Timers;
import io.vertx.core.Context;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a port on one lane. Those without an exchange stand in a list, in the order in which they became so.
 * Used on its event loop, but for {@link #idleSince} and {@link #run}.
 */
final class Guests {

    static final long NONE_IDLE = Long.MAX_VALUE;

    private final House house;
    private final Context context;
    private final Timers timers;
    private @Nullable Guest first;
    private @Nullable Guest last;
    private volatile long idleSince = NONE_IDLE;

    Guests(House house, Seat seat) {
        this.house = house;
        this.context = seat.context();
        this.timers = seat.lane().timers();
        house.add(this);
    }

    House house() {
        return house;
    }

    Timers timers() {
        return timers;
    }

    /** Since when the first of the list has been idle, in nanoseconds; {@link #NONE_IDLE}: the list is empty. */
    long idleSince() {
        return idleSince;
    }

    /** Runs the task on this lane. */
    void run(Runnable task) {
        context.runOnContext(v -> task.run());
    }

    /** It is idle from now on, by the clock of the timers, which is the same on all lanes. */
    void add(Guest guest, long now) {
        guest.idleSince = now;
        guest.previous = last;
        if (last == null) {
            first = guest;
            idleSince = guest.idleSince;
        } else {
            last.next = guest;
        }
        last = guest;
    }

    /** It is not idle any more, or gone; nothing happens to one that is not in the list. */
    void remove(Guest guest) {
        if (guest.previous == null && first != guest) {
            return;
        }
        if (guest.previous == null) {
            first = guest.next;
            idleSince = first == null ? NONE_IDLE : first.idleSince;
        } else {
            guest.previous.next = guest.next;
        }
        if (guest.next == null) {
            last = guest.previous;
        } else {
            guest.next.previous = guest.previous;
        }
        guest.previous = null;
        guest.next = null;
    }

    /** Closes the connection that has been idle for longest; false if none is. */
    boolean makeRoom() {
        if (first == null) {
            return false;
        }
        first.makeRoom();
        return true;
    }
}
