package io.sallyport.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.Await;
import io.sallyport.e2e.GatewayRig;
import io.sallyport.e2e.Load;
import io.sallyport.e2e.TestBackend;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many edits of the ConfigMap while traffic goes on, every tenth a bad one: nothing is lost, and each is taken soon. */
@RealCluster
class EditsUnderLoadIT {

    private static final Logger LOG = Logger.getLogger(EditsUnderLoadIT.class);

    private static final int EDITS = 200;
    /** Ten times what is promised. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void editsLoseNoRequest(Cluster cluster, @TempDir Path directory) throws Exception {
        GatewayNamespace namespace = new GatewayNamespace(cluster);
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend one = rig.backend(request -> TestBackend.answer(request, "one"));
            TestBackend two = rig.backend(HttpVersion.HTTP_1_1, request -> TestBackend.answer(request, "two"));
            namespace.edit(document(rig, 0, one, two));
            rig.source(namespace.source(cluster.port(), null)).start();
            rig.awaitInForce(document(rig, 0, one, two));
            Load load = Load.everyKind(rig);
            List<Duration> took = new ArrayList<>();
            for (int i = 1; i <= EDITS; i++) {
                String document = document(rig, i, one, two);
                boolean bad = i % 10 == 0;
                Instant before = Instant.now();
                String revision = namespace.edit(bad ? document.replace("{name: two,", "{name: three,") : document);
                if (bad) {
                    awaitRefused(rig, revision);
                } else {
                    rig.awaitInForce(document);
                }
                took.add(Duration.between(before, Instant.now()));
                assertThat(load.failures()).isEmpty();
            }
            String last = namespace.edit(document(rig, EDITS + 1, one, two));
            rig.awaitInForce(document(rig, EDITS + 1, one, two));
            load.stop();
            took.sort(null);
            LOG.infof(
                    "%d edits under %d requests: the median in force after %d ms, the slowest after %d ms",
                    EDITS,
                    load.good(),
                    took.get(EDITS / 2).toMillis(),
                    took.get(EDITS - 1).toMillis());
            assertThat(load.failures()).isEmpty();
            assertThat(load.good()).isGreaterThan(EDITS);
            assertThat(took.get(EDITS - 1)).isLessThan(LIMIT);
            rig.quiet();
            assertThat(rig.counted("code=\"200\"", "reason=\"none\"")).isEqualTo(load.good());
            assertThat(rig.counted()).isEqualTo(load.good());
            assertThat(rig.scrape().lines().filter(line -> line.startsWith("sallyport_config_info{")))
                    .singleElement()
                    .asString()
                    .contains("revision=\"" + last + "\"");
            namespace.event(last, "taken");
            Await.until("one Event for each edit", () -> namespace.events().size() == EDITS + 2);
            namespace.awaitLastGood(document(rig, EDITS + 1, one, two));
        }
    }

    private static void awaitRefused(GatewayRig rig, String revision) {
        String before = rig.status().revision();
        Await.until("revision " + revision + " refused", () -> {
            var refused = rig.status().refused();
            return refused != null && revision.equals(refused.revision());
        });
        assertThat(rig.status().revision()).isEqualTo(before);
    }

    private static String document(GatewayRig rig, int generation, TestBackend one, TestBackend two) {
        return rig.httpsListener() + "backends:\n" + rig.mutualTlsBackend("one", one)
                + rig.mutualTlsBackend("two", two) + """
                routes:
                  - name: all
                    hostnames: ["*.example.com", "h%d.example.org"]
                    rules:
                      - backendRefs:
                          - {name: one, weight: %d}
                          - {name: two, weight: 50}
                """.formatted(generation, 10 + generation);
    }
}
