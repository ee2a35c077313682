package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.GatewayDocument;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Many edits of a ConfigMap while traffic goes on, every tenth a bad one: nothing is lost, and each is taken soon. */
public final class EditsUnderLoad {

    public static final int EDITS = 200;

    private static final Logger LOG = Logger.getLogger(EditsUnderLoad.class);
    /** Ten times what is promised. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final GatewayRig rig;
    private final TestBackend one;
    private final TestBackend two;
    private final Consumer<String> editor;

    /** @param editor puts a document where the rig's source sees it */
    public EditsUnderLoad(GatewayRig rig, Consumer<String> editor) {
        this.rig = rig;
        this.one = rig.backend(request -> TestBackend.answer(request, "one"));
        this.two = rig.backend(HttpVersion.HTTP_1_1, request -> TestBackend.answer(request, "two"));
        this.editor = editor;
    }

    /** Starts the rig, edits, and returns the document that was written last. */
    public String run() {
        editor.accept(document(0));
        rig.start();
        rig.awaitInForce(document(0));
        Load load = Load.everyKind(rig);
        List<Duration> took = new ArrayList<>();
        for (int i = 1; i <= EDITS; i++) {
            Instant before = Instant.now();
            edit(i);
            took.add(Duration.between(before, Instant.now()));
            assertThat(load.failures()).isEmpty();
        }
        String last = document(EDITS + 1);
        editor.accept(last);
        rig.awaitInForce(last);
        load.stop();
        took.sort(null);
        LOG.infof(
                "%d edits under %d requests: in force after %d ms (median), %d ms (slowest)",
                EDITS,
                load.good(),
                took.get(EDITS / 2).toMillis(),
                took.get(EDITS - 1).toMillis());
        assertThat(took.get(EDITS - 1)).isLessThan(LIMIT);
        assertThat(load.failures()).isEmpty();
        assertThat(load.good()).isGreaterThan(EDITS);
        rig.quiet();
        assertThat(rig.counted("code=\"200\"", "reason=\"none\"")).isEqualTo(load.good());
        assertThat(rig.counted()).isEqualTo(load.good());
        assertThat(rig.scrape().lines().filter(line -> line.startsWith("sallyport_config_info{")))
                .singleElement()
                .asString()
                .contains("revision=\"" + revision(last) + "\"");
        return last;
    }

    private void edit(int generation) {
        String document = document(generation);
        if (generation % 10 > 0) {
            editor.accept(document);
            rig.awaitInForce(document);
            return;
        }
        String bad = document.replace("{name: two, weight", "{name: three, weight");
        String before = rig.status().revision();
        editor.accept(bad);
        Await.until("revision " + revision(bad) + " refused", () -> {
            var refused = rig.status().refused();
            return refused != null && revision(bad).equals(refused.revision());
        });
        assertThat(rig.status().revision()).isEqualTo(before);
    }

    private static String revision(String document) {
        return GatewayDocument.revisionOf(document.getBytes(StandardCharsets.UTF_8));
    }

    private String document(int generation) {
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
