package io.sallyport.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last document that was taken in a file of its own: {@code gateway.yaml} in {@code .gateway.yaml.last-good}.
 * Written whole or not at all, readable by the owner only. A reload never fails because it cannot be written.
 */
final class LastGoodFile implements LastGood {

    private static final Logger LOG = Logger.getLogger(LastGoodFile.class);

    private final Path file;
    private @Nullable Content content;
    private volatile @Nullable LastGoodInfo info;
    private boolean warned;

    /**
     * @param document the file that documents come from, or a name for them
     * @param directory where to keep the last good one; absent: beside the document. A mounted ConfigMap is read-only, so
     *     it needs another
     */
    LastGoodFile(Path document, @Nullable Path directory) {
        Path absolute = document.toAbsolutePath();
        Path name = Path.of("." + absolute.getFileName() + ".last-good");
        this.file = directory == null ? absolute.resolveSibling(name) : directory.resolve(name);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void load() {
        try {
            content = new Content(Content.read(file));
            info = new LastGoodInfo(
                    content.revision(), Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            LOG.debugf("no last good document at %s", file);
        } catch (IOException e) {
            warn("read", e);
        }
    }

    @Override
    public @Nullable Content recall() {
        return content;
    }

    @Override
    public @Nullable LastGoodInfo info() {
        return info;
    }

    @Override
    public void keep(Content taken, Instant at) {
        if (content != null && content.sameAs(taken)) {
            return;
        }
        try {
            replace(taken);
            content = taken;
            info = new LastGoodInfo(taken.revision(), at);
            warned = false;
        } catch (IOException e) {
            warn("written", e);
        }
    }

    private void replace(Content taken) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        // Readable by the owner only: that is what a temporary file is made with.
        Path temporary = Files.createTempFile(directory, file.getFileName() + ".", ".tmp");
        try {
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(taken.bytes());
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void warn(String verb, IOException error) {
        if (!warned) {
            LOG.warnf("the last good document cannot be %s at %s: %s", verb, file, error);
        }
        warned = true;
    }
}
