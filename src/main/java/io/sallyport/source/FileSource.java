package io.sallyport.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Offers a file's content whenever it changes: written in place, renamed over, deleted and made again, or swapped by the
 * {@code ..data} link of a mounted ConfigMap. At most 8 MiB and one byte are read; the parser refuses what is larger.
 * A file that cannot be read is told to the reloader and looked for every second.
 */
final class FileSource implements Source {

    private final Path file;
    private final Reloader reloader;
    private final Watch watch;

    FileSource(Path file, Reloader reloader) {
        this(file, reloader, Hints.ofSystem());
    }

    FileSource(Path file, Reloader reloader, Hints hints) {
        this.file = file;
        this.reloader = reloader;
        this.watch = new Watch("sallyport-watch-document", new WatchedFile(file), this::read, hints);
    }

    /** How this source is named in status and log. */
    static SourceInfo infoOf(Path file) {
        return new SourceInfo("file", file.toString());
    }

    /** Offers what the file holds now, on the calling thread, and then whatever it changes to. */
    @Override
    public void start() {
        watch.tellAndStart();
    }

    @Override
    public void close() {
        watch.close();
    }

    private boolean read() {
        try {
            reloader.offer(new Content(Content.read(file)));
            return true;
        } catch (IOException e) {
            reloader.sourceMissing(why(e));
            return false;
        }
    }

    private static String why(IOException error) {
        if (error instanceof NoSuchFileException) {
            return "the file does not exist";
        }
        if (error instanceof AccessDeniedException) {
            return "the file may not be read: permission denied";
        }
        return "the file cannot be read: " + error.getMessage();
    }
}
