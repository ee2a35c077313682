package io.sallyport.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Offers what stands under a key of a ConfigMap, as a {@link ConfigMapWatch} shows it.
 *
 * <p>Its informer is silent about a watch it cannot open again, and about a connection whose other end has vanished. So
 * each second this looks whether there is a watch; while there is none, and now and then while there is one, it reads the
 * ConfigMap itself: that tells why, and whether the watch still follows.
 */
final class ConfigMapSource implements Source {

    private static final Logger LOG = Logger.getLogger(ConfigMapSource.class);

    /** A watch that was lost is usually there again after two or three. */
    private static final int READS_BEFORE_A_NEW_WATCH = 5;

    private final ConfigMapKey from;
    private final ApiServer api;
    private final Reloader reloader;
    private final ConfigMapWatch watch;
    private final Pace pace;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "sallyport-watch-configmap");
        made.setDaemon(true);
        return made;
    });
    private final Consumer<String> uid;

    // Of the thread only.
    private @Nullable Seen told;
    /** The version that the watch showed when a read showed another. */
    private @Nullable String suspect;

    private boolean failed;
    private boolean reading;
    private int looksWithoutWatch;
    private int readsWithoutWatch;
    private int looksSinceRead;

    /**
     * @param look how often to see whether there is a watch
     * @param looksPerRead after so many the ConfigMap is read although there is one
     */
    record Pace(Duration look, int looksPerRead) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(1), 10);
    }

    /** @param uid is told whose document is offered */
    ConfigMapSource(ConfigMapKey from, ApiServer api, Reloader reloader, Consumer<String> uid, Pace pace) {
        this.from = from;
        this.api = api;
        this.reloader = reloader;
        this.uid = uid;
        this.pace = pace;
        this.watch = new ConfigMapWatch(from, api, new Turn());
    }

    /** Returns at once: the first list is not waited for. */
    @Override
    public void start() {
        run(watch::open);
        thread.scheduleWithFixedDelay(
                guarded(this::look), pace.look().toMillis(), pace.look().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the thread that watches the ConfigMap does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.close();
    }

    /** The watch is right whenever it says something. */
    private void show() {
        failed = false;
        ConfigMap map = watch.shown();
        Seen seen = Seen.of(map);
        if (!seen.equals(told)) {
            told = seen;
            tell(map);
        }
    }

    private void tell(@Nullable ConfigMap map) {
        if (map == null) {
            reloader.sourceMissing(from.map() + " does not exist");
            return;
        }
        uid.accept(map.getMetadata().getUid());
        Content content = from.read(map);
        if (content == null) {
            reloader.sourceMissing(from.map() + " has no key " + from.key());
        } else {
            reloader.offer(content);
        }
    }

    private void lose(String why) {
        failed = true;
        told = null;
        reloader.sourceLost(from.map() + " cannot be watched: " + why);
    }

    private void look() {
        boolean watching = watch.watching();
        looksWithoutWatch = watching ? 0 : looksWithoutWatch + 1;
        looksSinceRead++;
        if (watching ? failed || looksSinceRead >= pace.looksPerRead() : looksWithoutWatch > 1) {
            read();
        }
    }

    /** Not on this thread: an event must not wait for a server that does not answer. */
    private void read() {
        if (reading) {
            return;
        }
        reading = true;
        looksSinceRead = 0;
        api.submit(() -> {
            try {
                Optional<ConfigMap> map = api.call(client -> client.configMaps()
                        .inNamespace(from.namespace())
                        .withName(from.name())
                        .get());
                run(() -> compare(Seen.of(map.orElse(null))));
            } catch (ApiFault e) {
                run(() -> {
                    reading = false;
                    readsWithoutWatch = 0;
                    lose(e.sentence());
                });
            }
        });
    }

    private void compare(Seen read) {
        reading = false;
        if (!watch.watching()) {
            readWithoutWatch();
            return;
        }
        readsWithoutWatch = 0;
        String shown = Seen.of(watch.shown()).version();
        if (shown.equals(read.version())) {
            suspect = null;
            show();
        } else if (shown.equals(suspect)) {
            LOG.warnf("the watch on %s shows none of its changes: it is opened again", from.map());
            watch.open();
        } else {
            // An event may be on its way.
            suspect = shown;
            looksSinceRead = pace.looksPerRead();
        }
    }

    /** A lost watch that waits for an answer for ever, or for a right, says nothing; a new one tells why it fails. */
    private void readWithoutWatch() {
        if (++readsWithoutWatch < READS_BEFORE_A_NEW_WATCH) {
            return;
        }
        readsWithoutWatch = 0;
        if (!failed) {
            lose("it can be read, but no watch on it can be opened");
        }
        watch.open();
    }

    private void run(Runnable step) {
        try {
            thread.execute(guarded(step));
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: the ConfigMap is not watched any more");
        }
    }

    private static Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.error("a step of the watch on the ConfigMap failed; it goes on with the next", e);
            }
        };
    }

    /** An object's identity and version, by which it is told once. */
    private record Seen(String uid, String version) {

        static Seen of(@Nullable ConfigMap map) {
            return map == null
                    ? new Seen("", "")
                    : new Seen(
                            String.valueOf(map.getMetadata().getUid()),
                            String.valueOf(map.getMetadata().getResourceVersion()));
        }
    }

    /** Brings what the watch tells to this source's thread. */
    private final class Turn implements ConfigMapWatch.Listener {

        @Override
        public void changed() {
            run(ConfigMapSource.this::show);
        }

        @Override
        public void failed(ApiFault why) {
            run(() -> lose(why.sentence()));
        }
    }
}
