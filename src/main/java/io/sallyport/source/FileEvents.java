package io.sallyport.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The file system's own notice that something happened in some directories (inotify). Events are hints, not news. */
final class FileEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FileEvents.class);
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final WatchService service;
    private final Map<Path, Registration> registrations = new HashMap<>();
    private boolean warned;

    /** A path may come to mean another directory: its identity tells. */
    private record Registration(@Nullable Object identity, WatchKey key) {}

    FileEvents() throws IOException {
        this.service = FileSystems.getDefault().newWatchService();
    }

    /** Takes events from these directories and from no others. */
    void follow(Set<Path> directories) {
        registrations.entrySet().removeIf(entry -> {
            boolean gone = !directories.contains(entry.getKey());
            if (gone) {
                entry.getValue().key().cancel();
            }
            return gone;
        });
        directories.forEach(this::follow);
    }

    private void follow(Path directory) {
        try {
            Object identity =
                    Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
            Registration known = registrations.get(directory);
            if (known != null && known.key().isValid() && Objects.equals(identity, known.identity())) {
                return;
            }
            if (known != null) {
                known.key().cancel();
            }
            registrations.put(directory, new Registration(identity, directory.register(service, KINDS)));
        } catch (IOException e) {
            if (!warned) {
                LOG.warnf("no events from %s: changes are found by looking, every second: %s", directory, e);
            }
            warned = true;
        }
    }

    /** Waits for an event, at most so long; several count as one. */
    boolean await(Duration atMost) throws InterruptedException {
        WatchKey key = service.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        boolean any = key != null;
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = service.poll();
        }
        return any;
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.debugf(e, "closing file events");
        }
    }
}
