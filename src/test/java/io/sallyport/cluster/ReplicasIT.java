package io.sallyport.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.sallyport.e2e.Await;
import io.sallyport.e2e.GatewayRig;
import io.sallyport.e2e.TestBackend;
import io.sallyport.source.LastGoodInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that watch one ConfigMap: they leave one Event for each revision, and one last good document. */
@RealCluster
class ReplicasIT {

    private static final int REPLICAS = 3;
    private static final int EDITS = 20;
    /** After so many edits the next ones do not wait until the document is kept. */
    private static final int KEPT = 4;

    private final Cluster cluster;
    private final GatewayNamespace namespace;
    private final List<GatewayRig> replicas = new ArrayList<>();

    ReplicasIT(Cluster cluster, @TempDir Path directory) throws IOException {
        this.cluster = cluster;
        this.namespace = new GatewayNamespace(cluster);
        for (int i = 1; i <= REPLICAS; i++) {
            replicas.add(new GatewayRig(directory.resolve("replica-" + i))
                    .listenOn("127.0.0." + i)
                    .source(namespace.source(cluster.port(), null)));
        }
    }

    @AfterEach
    void end() throws Exception {
        for (GatewayRig each : replicas) {
            each.close();
        }
    }

    @Test
    void leaveOneEventForEachRevisionAndOneLastGoodDocument() throws Exception {
        GatewayRig first = replicas.get(0);
        TestBackend backend = first.backend(request -> TestBackend.answer(request, "served"));
        List<String> events = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        List<String> kept = new CopyOnWriteArrayList<>();
        try (Warnings warnings = new Warnings("io.sallyport.source");
                var watch = cluster.admin()
                        .configMaps()
                        .inNamespace(namespace.name())
                        .withName(GatewayNamespace.LAST_GOOD)
                        .watch(new Kept(kept))) {
            for (int i = 0; i < EDITS; i++) {
                String document = "# " + i + "\n" + first.simpleDocument(backend);
                if (i % 5 == 4) {
                    String revision = namespace.edit(document + "nonsense: 1\n");
                    replicas.forEach(each -> awaitRefused(each, revision));
                    events.add(revision + ".refused");
                } else {
                    String revision = namespace.edit(document);
                    if (i == 0) {
                        replicas.forEach(GatewayRig::start);
                    }
                    replicas.forEach(each -> each.awaitInForce(document));
                    events.add(revision + ".taken");
                    taken.add(revision);
                    if (i < KEPT) {
                        replicas.forEach(each -> awaitKept(each, revision));
                    }
                }
            }
            String last = namespace.edit(first.simpleDocument(backend));
            replicas.forEach(each -> each.awaitInForce(first.simpleDocument(backend)));
            events.add(last + ".taken");
            taken.add(last);
            replicas.forEach(each -> awaitKept(each, last));
            assertThat(namespace.lastGood()).isEqualTo(first.simpleDocument(backend));
            events.forEach(each -> namespace.event(each.substring(0, 12), each.substring(13)));
            assertThat(namespace.events().stream()
                            .map(each -> each.getMetadata().getName()))
                    .containsExactlyInAnyOrderElementsOf(
                            events.stream().map(each -> "sallyport." + each).toList());
            // Each was written once, in the order of the edits; some came and went unwritten.
            Await.until("the watch shows the last", () -> last.equals(kept.get(kept.size() - 1)));
            assertThat(kept).hasSizeGreaterThan(KEPT);
            assertThat(taken).containsSubsequence(kept).doesNotHaveDuplicates();
            assertThat(kept).doesNotHaveDuplicates();
            assertThat(warnings.all()).noneMatch(line -> line.contains("cannot be"));
        }
    }

    private static void awaitKept(GatewayRig replica, String revision) {
        Await.until("revision " + revision + " known as the last good one", () -> {
            LastGoodInfo info = replica.status().lastGood();
            return info != null && revision.equals(info.revision());
        });
    }

    private static void awaitRefused(GatewayRig replica, String revision) {
        Await.until("revision " + revision + " refused", () -> {
            var refused = replica.status().refused();
            return refused != null && revision.equals(refused.revision());
        });
    }

    /** Notes each document that is written. */
    private record Kept(List<String> revisions) implements Watcher<ConfigMap> {

        @Override
        public void eventReceived(Action action, ConfigMap map) {
            String document = map.getData() == null ? null : map.getData().get(GatewayNamespace.KEY);
            if (document != null) {
                revisions.add(GatewayNamespace.revision(document));
            }
        }

        @Override
        public void onClose(WatcherException cause) {}
    }
}
