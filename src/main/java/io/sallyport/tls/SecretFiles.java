package io.sallyport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads files below the secrets directory, and nothing else: no absolute path, no {@code ..} segment, no link
 * that leads outside. Links inside are followed, as mounted Secrets are made of them. Reading blocks.
 */
public final class SecretFiles {

    /** The largest file that is read, in bytes: what a Secret may hold. */
    static final int MAX_BYTES = 1 << 20;

    private final Path directory;

    /** Reads below this directory, which need not exist yet. */
    public SecretFiles(Path directory) {
        this.directory = directory;
    }

    /** The secrets directory. */
    public Path directory() {
        return directory;
    }

    /**
     * Reads one file whole.
     *
     * @param relative its path, relative to the secrets directory
     * @throws SecretFileException if the path is refused, or the file is missing, unreadable or above 1 MiB
     */
    public byte[] read(String relative) throws SecretFileException {
        Path real = locate(relative);
        try (InputStream in = Files.newInputStream(real)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw refused(relative, "is larger than 1 MiB");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw refused(relative, "is missing");
        } catch (IOException e) {
            throw refused(relative, "cannot be read");
        }
    }

    private Path locate(String relative) throws SecretFileException {
        Path named = named(relative);
        try {
            Path root = directory.toRealPath();
            Path real = root.resolve(named).toRealPath();
            if (!real.startsWith(root)) {
                throw refused(relative, "leads outside the secrets directory");
            }
            if (!Files.isRegularFile(real)) {
                throw refused(relative, "is not a file");
            }
            return real;
        } catch (NoSuchFileException e) {
            throw refused(relative, "is missing");
        } catch (IOException e) {
            throw refused(relative, "cannot be read");
        }
    }

    private static Path named(String relative) throws SecretFileException {
        Path path;
        try {
            path = Path.of(relative);
        } catch (InvalidPathException e) {
            throw refused(relative, "is not a path");
        }
        if (relative.isEmpty() || path.isAbsolute()) {
            throw refused(relative, "must be relative to the secrets directory");
        }
        for (Path segment : path) {
            if (segment.toString().equals("..")) {
                throw refused(relative, "must not contain ..");
            }
        }
        return path;
    }

    private static SecretFileException refused(String relative, String why) {
        return new SecretFileException("file " + relative + " " + why);
    }
}
