package io.sallyport.source;

import java.nio.file.Path;

/**
 * Tells when anything below a directory has changed, also in directories that come later, by a {@code ..data} swap of a
 * mounted Secret, or because the directory itself was replaced or made.
 */
public final class DirectoryWatch implements AutoCloseable {

    private final Watch watch;

    /**
     * What happens after the constructor has returned is told, once started.
     *
     * @param changed called on the watch's own thread; must return soon
     */
    public DirectoryWatch(Path directory, Runnable changed) {
        this.watch = new Watch(
                "sallyport-watch-secrets",
                new WatchedTree(directory),
                () -> {
                    changed.run();
                    return true;
                },
                Hints.ofSystem());
    }

    /** To be called once. */
    public void start() {
        watch.start();
    }

    /** Ends the thread. */
    @Override
    public void close() {
        watch.close();
    }
}
