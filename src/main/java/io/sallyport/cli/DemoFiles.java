package io.sallyport.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the demo writes: throw-away certificates and the document. All of it is below one directory. */
final class DemoFiles {

    static final String HOST = "shop.example.com";

    private static final String BACKEND_NAME = "reviews.shop.svc";
    private static final String SHIFTED_LINE = "{name: reviews-v2, weight:";

    private final Path directory;
    private final ThrowawayCa ca = ThrowawayCa.create("Sallyport demo");
    private final Issued backend = ca.issue(Leaf.server(BACKEND_NAME).address("127.0.0.1"));

    DemoFiles(Path directory) {
        this.directory = directory;
    }

    static Path document(Path directory) {
        return directory.resolve("gateway.yaml");
    }

    /** The CA's certificate, for clients. */
    static Path ca(Path directory) {
        return directory.resolve("ca.crt");
    }

    Path secrets() {
        return directory.resolve("secrets");
    }

    /** What the demo's backends present. */
    Issued backendCertificate() {
        return backend;
    }

    String caPem() {
        return ca.pem();
    }

    /** Writes everything anew; what an earlier demo left is removed. */
    void write(int port, int v1, int v2) throws IOException {
        delete();
        Files.createDirectories(secrets());
        ca.writeCa(ca(directory));
        ca.writeCa(secrets().resolve("ca.crt"));
        ca.issue(Leaf.server(HOST, "localhost").address("127.0.0.1")).writeTo(secrets(), "public");
        ca.issue(Leaf.client("gateway")).writeTo(secrets(), "gateway");
        Files.writeString(document(directory), text(port, v1, v2));
    }

    private static String text(int port, int v1, int v2) throws IOException {
        try (var template = DemoFiles.class.getResourceAsStream("demo-gateway.yaml")) {
            if (template == null) {
                throw new IOException("the demo's document is missing from the application");
            }
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@PORT@", Integer.toString(port))
                    .replace("@V1@", Integer.toString(v1))
                    .replace("@V2@", Integer.toString(v2));
        }
    }

    /** The line, from 1, whose weight shifts the canary. */
    static int shiftedLine(Path document) throws IOException {
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(SHIFTED_LINE)) {
                return i + 1;
            }
        }
        throw new IOException("the demo's document has no line with " + SHIFTED_LINE);
    }

    /** Removes everything that was written. */
    void delete() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
