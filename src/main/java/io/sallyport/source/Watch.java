package io.sallyport.source;

import java.nio.file.ClosedWatchServiceException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a watched place has changed and is quiet again. Events of the file system say when to look; where there are
 * none, a look every second does. A change counts once two looks, 50 ms apart, show the same: a file that is being
 * written is not read half.
 */
final class Watch implements AutoCloseable {

    private static final Duration QUIET = Duration.ofMillis(50);

    /** What never becomes quiet is told all the same, after some 400 ms. */
    private static final int LOOKS_FOR_QUIET = 8;

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final Watched watched;
    private final BooleanSupplier changed;
    private final @Nullable FileEvents events;
    private final Duration lookInterval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Object told;

    /**
     * Has looked once when it returns; what happens after that is told, on the watch's own thread.
     *
     * @param changed returns whether the change could be dealt with; if not, it is told again at the next look
     */
    Watch(String name, Watched watched, BooleanSupplier changed, Hints hints) {
        this.watched = watched;
        this.changed = changed;
        this.events = hints.events();
        this.lookInterval = hints.lookInterval();
        this.told = look();
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    /** Tells what has changed since the constructor looked. To be called once, this or {@link #tellAndStart}. */
    void start() {
        thread.start();
    }

    /** Tells once on the calling thread, whatever there is, and then what changes after that. */
    void tellAndStart() {
        // Looked at before it is read: what is written meanwhile is a change.
        Object seen = look();
        told = changed.getAsBoolean() ? seen : null;
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        if (events != null) {
            events.close();
        }
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!awaitHint()) {
                step();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            LOG.debugf("%s ends", thread.getName());
        }
    }

    /** Returns whether the watch is closed. */
    private boolean awaitHint() throws InterruptedException {
        if (events == null) {
            return awaitClosed(lookInterval);
        }
        events.await(lookInterval);
        return awaitClosed(Duration.ZERO);
    }

    private void step() throws InterruptedException {
        try {
            Object seen = look();
            if (!seen.equals(told)) {
                seen = settled(seen);
                told = changed.getAsBoolean() ? seen : null;
            } else if (events != null) {
                // A storm of events that mean nothing must cost little.
                awaitClosed(QUIET);
            }
        } catch (ClosedWatchServiceException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s: a look failed; the next one follows", thread.getName());
        }
    }

    private Object settled(Object first) throws InterruptedException {
        Object seen = first;
        for (int looks = 0; looks < LOOKS_FOR_QUIET && !awaitClosed(QUIET); looks++) {
            Object now = look();
            if (now.equals(seen)) {
                return now;
            }
            seen = now;
        }
        return seen;
    }

    private Object look() {
        Sight sight = watched.look();
        if (events != null) {
            events.follow(sight.directories());
        }
        return sight.stamp();
    }

    private boolean awaitClosed(Duration atMost) throws InterruptedException {
        return closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
