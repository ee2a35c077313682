package io.sallyport.source;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings documents into force, one at a time, on a thread of its own. Of the documents that come while one is being
 * activated only the newest is taken up. A refused document leaves the running one in force, and is tried again when
 * files change and every 30 s while a file is missing, unfit or held. When the first document is refused or missing,
 * the last good one is used instead.
 */
final class Reloader implements AutoCloseable {

    static final Duration RECHECK_INTERVAL = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Reloader.class);

    private final DocumentKeeper keeper;
    private final Time time;
    private final ExecutorService worker;
    private final AtomicReference<@Nullable Runnable> news = new AtomicReference<>();
    private final AtomicBoolean filesChanged = new AtomicBoolean();

    /** Of the worker's thread only. */
    private boolean recheckPlanned;

    Reloader(SourceInfo source, Activation activation, LastGood lastGood, ReloadListener listener, Time time) {
        this.keeper = new DocumentKeeper(source, new Activator(activation), lastGood, listener, time);
        this.time = time;
        this.worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "sallyport-reload");
            thread.setDaemon(true);
            return thread;
        });
        submit(keeper::begin);
    }

    /** The source shows this. Ignored if it is in force, or refused already. Returns at once. */
    void offer(Content content) {
        report(() -> keeper.show(content));
    }

    /** The source shows no document; equal reasons are told once. Returns at once. */
    void sourceMissing(String why) {
        report(() -> keeper.miss(why));
    }

    /** Nobody can tell what the source shows; equal reasons are told once. Returns at once. */
    void sourceLost(String why) {
        report(() -> keeper.lose(why));
    }

    /** A file that a document may name has changed. Calls that come while the reloader works count as one. */
    void filesChanged() {
        filesChanged.set(true);
        submit(this::takeUp);
    }

    /** What was in force, refused and missing after the reloader's last step. */
    Status status() {
        return keeper.status();
    }

    /** Ends the thread; an activation that is under way is not waited for. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the reloader's thread does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(Runnable latest) {
        news.set(latest);
        submit(this::takeUp);
    }

    private void takeUp() {
        boolean files = filesChanged.getAndSet(false);
        Runnable latest = news.getAndSet(null);
        if (latest != null) {
            latest.run();
        }
        if (files) {
            keeper.tryAgain(true);
        }
    }

    private void recheck() {
        recheckPlanned = false;
        if (keeper.recheck()) {
            keeper.tryAgain(false);
        }
    }

    private void submit(Runnable step) {
        try {
            worker.execute(() -> work(step));
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: nothing is taken up any more");
        }
    }

    private void work(Runnable step) {
        try {
            step.run();
        } catch (CancellationException e) {
            LOG.debug("closed while a document was being activated");
            return;
        } catch (RuntimeException e) {
            LOG.error("a step of the reloader failed; it goes on with the next", e);
        }
        if (keeper.recheck() && !recheckPlanned) {
            recheckPlanned = true;
            time.after(RECHECK_INTERVAL, () -> submit(this::recheck));
        }
    }
}
