package io.sallyport.e2e;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a gateway under Quarkus needs before it starts: files, a document and a backend. */
public final class GatewayProcess implements QuarkusTestResourceLifecycleManager {

    private static @Nullable GatewayRig rig;
    private static @Nullable Path directory;
    private static @Nullable TestBackend backend;

    public static GatewayRig rig() {
        return java.util.Objects.requireNonNull(rig, "not started");
    }

    static TestBackend backend() {
        return java.util.Objects.requireNonNull(backend, "not started");
    }

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("sallyport-process");
            GatewayRig made = new GatewayRig(directory);
            rig = made;
            backend = made.backend(request -> TestBackend.answer(request, "served"));
            made.write(made.simpleDocument(backend()));
            return Map.of(
                    "sallyport.source.file", made.file().toString(),
                    "sallyport.upstream.allow", String.join(",", GatewayRig.LOOPBACK),
                    "sallyport.listen.host", "127.0.0.1",
                    "sallyport.event-loops", "2",
                    "sallyport.shutdown.delay", "0s",
                    "quarkus.management.host", "127.0.0.1",
                    "quarkus.management.test-port", "0");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (rig != null) {
                rig.close();
            }
            if (directory != null) {
                try (Stream<Path> all = Files.walk(directory)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
