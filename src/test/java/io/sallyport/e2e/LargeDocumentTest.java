package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand routes: taken soon, reached all, and changed while requests go on. */
class LargeDocumentTest {

    private static final Logger LOG = Logger.getLogger(LargeDocumentTest.class);
    private static final int ROUTES = 10_000;
    /** Ten times what is promised. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void tenThousandRoutesAreTakenInSeconds(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
            rig.start(rig.simpleDocument(backend));
            Load load = new Load(rig.vertx(), rig.port()).kept(2, rig.clientOptions(HttpVersion.HTTP_2));
            for (int i = 0; i < 3; i++) {
                long before = System.nanoTime();
                rig.document(routes(rig, backend) + "# " + i + "\n");
                Duration took = Duration.ofNanos(System.nanoTime() - before);
                LOG.infof("%d routes were in force after %d ms", ROUTES, took.toMillis());
                assertThat(took).isLessThan(LIMIT);
            }
            load.stop();
            assertThat(load.failures()).isEmpty();
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "h77.example.com");
            assertThat(client.get("/p77/x").status()).isEqualTo(200);
            assertThat(client.get("/p78/x").status()).isEqualTo(404);
            rig.quiet();
            assertThat(rig.counted("route=\"r77\"", "code=\"200\"")).isEqualTo(1);

            rig.document(rig.simpleDocument(backend));
            assertThat(rig.scrape()).doesNotContain("route=\"r77\"");
        }
    }

    private static String routes(GatewayRig rig, TestBackend backend) {
        StringBuilder document = new StringBuilder(
                rig.simpleDocument(backend).replace("name: all\n", "name: all\n    hostnames: [shop.example.com]\n"));
        for (int i = 0; i < ROUTES; i++) {
            document.append("""
                  - name: r%d
                    hostnames: [h%d.example.com]
                    rules:
                      - matches: [{path: {type: PathPrefix, value: /p%d}}]
                        backendRefs: [{name: app}]
                """.formatted(i, i, i));
        }
        return document.toString();
    }
}
