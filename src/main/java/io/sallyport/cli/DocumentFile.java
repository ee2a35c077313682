package io.sallyport.cli;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.sallyport.config.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that a command is given, and how a command tells what is wrong with it. */
record DocumentFile(Path path) {

    static final int MAX_BYTES = 8 * 1024 * 1024;

    /** A file cannot be read, or is not what the command needs; the message is for the user. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        private final int exitCode;

        Unusable(String message, int exitCode) {
            super(message);
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    /** A parameter that picocli does not let be missing. */
    static DocumentFile demanded(@Nullable Path path) {
        if (path == null) {
            throw new IllegalStateException("picocli demands the parameter");
        }
        return new DocumentFile(path);
    }

    /** All bytes of a file, or one more than is allowed. */
    static byte[] bytes(Path file) throws Unusable {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new Unusable(file + ": does not exist", ExitCodes.UNREADABLE);
        } catch (IOException e) {
            throw new Unusable(file + ": cannot be read", ExitCodes.UNREADABLE);
        }
    }

    ParseResult parse() throws Unusable {
        // One byte above the bound is enough for the parser to refuse it.
        return new SpecParser().parse(bytes(path), MAX_BYTES);
    }

    /** The document, if it is one without violations; else they are printed. */
    GatewayDocument parsed(PrintWriter out) throws Unusable {
        ParseResult result = parse();
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.document();
        }
        print(out, "", ((ParseResult.Refused) result).violations());
        throw new Unusable(path + ": would be refused", ExitCodes.FAULT);
    }

    void print(PrintWriter out, String kind, List<Violation> violations) {
        violations.forEach(v -> out.println(path + ":" + v.line() + ":" + v.column() + ": " + kind + v.message()));
    }
}
