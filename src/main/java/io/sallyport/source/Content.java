package io.sallyport.source;

import io.sallyport.config.GatewayDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of a document and their revision. */
final class Content {

    /** The largest document that is taken from a file; one byte more is read, to tell that it is larger. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private final byte[] bytes;
    private final String revision;

    Content(byte[] bytes) {
        this.bytes = bytes.clone();
        this.revision = GatewayDocument.revisionOf(this.bytes);
    }

    /** Reads a regular file (a pipe could block for ever), at most {@link #MAX_BYTES} and one byte of it. */
    static byte[] read(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** A document that was taken is UTF-8. */
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    String revision() {
        return revision;
    }

    boolean sameAs(Content other) {
        return Arrays.equals(bytes, other.bytes);
    }
}
