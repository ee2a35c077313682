package io.sallyport.proxy;

import io.sallyport.snapshot.InFlight;
import org.jspecify.annotations.Nullable;

/** Where an exchange counts as under way: in the process and on its listener. */
final class Seats {

    private @Nullable InFlight process;
    private @Nullable InFlight listener;

    /** False if the process is full. */
    boolean takeInProcess(InFlight all, int most) {
        boolean free = all.enter(most);
        process = free ? all : null;
        return free;
    }

    /** False if the listener is full. */
    boolean takeOnListener(InFlight all, int most) {
        boolean free = all.enter(most);
        listener = free ? all : null;
        return free;
    }

    void leave() {
        if (process != null) {
            process.leave();
        }
        if (listener != null) {
            listener.leave();
        }
    }
}
