package io.sallyport.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.sallyport.e2e.Await;
import io.sallyport.e2e.Exchanges;
import io.sallyport.e2e.GatewayRig;
import io.sallyport.e2e.TestBackend;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ConfigMap as source against a real API server, with the rights that the manifests give and nothing more. */
@RealCluster
class ConfigMapIT {

    /** Ten times what is promised for an edit, and for an API server that is back. */
    private static final Duration EDIT = Duration.ofSeconds(10);

    private static final Duration RETURN = Duration.ofSeconds(50);

    private final Cluster cluster;
    private final GatewayNamespace namespace;
    private final Path directory;
    private final GatewayRig rig;
    private final Gate gate;
    private final TestBackend backend;

    ConfigMapIT(Cluster cluster, @TempDir Path directory) throws Exception {
        this.cluster = cluster;
        this.namespace = new GatewayNamespace(cluster);
        this.directory = directory;
        this.rig = new GatewayRig(directory);
        this.gate = new Gate(rig.vertx(), cluster.port());
        this.backend = rig.backend(request -> TestBackend.answer(request, "served"));
    }

    @BeforeEach
    void mount() {
        rig.source(namespace.source(gate.port(), directory));
    }

    @AfterEach
    void end() throws Exception {
        gate.open();
        rig.close();
    }

    private String document(int number) {
        return "# " + number + "\n" + rig.simpleDocument(backend);
    }

    /** Starts with the first document in force. */
    private void start() {
        namespace.edit(document(0));
        rig.start();
        rig.awaitInForce(document(0));
    }

    private void missing(String why) {
        Await.until(
                "missing: " + why, () -> String.valueOf(rig.status().missing()).contains(why));
    }

    private void found() {
        Await.until(
                "a source that can be read",
                () -> rig.status().missing() == null && rig.sum("sallyport_config_source_up") == 1);
    }

    /** What an operator sees of the ConfigMap. */
    private String described() {
        return cluster.kubectl("describe", "configmap", GatewayNamespace.GATEWAY, "-n", namespace.name());
    }

    private void serves() {
        Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
        assertThat(client.get("/").text()).isEqualTo("served");
    }

    private static void within(Duration limit, Instant since) {
        assertThat(Duration.between(since, Instant.now())).isLessThan(limit);
    }

    @Test
    void anEditIsTakenAndAnEventSaysSo() {
        start();
        Instant edited = Instant.now();
        String revision = namespace.edit(document(1));
        rig.awaitInForce(document(1));
        within(EDIT, edited);

        Event taken = namespace.event(revision, "taken");
        assertThat(taken.getType()).isEqualTo("Normal");
        assertThat(taken.getReason()).isEqualTo("Taken");
        assertThat(described()).contains("Normal", "Taken", revision);
        namespace.awaitLastGood(document(1));
        serves();
    }

    @Test
    void aBadEditIsRefusedWithItsViolationsInAnEvent() {
        start();
        namespace.awaitLastGood(document(0));
        String bad = document(1).replace("backendRefs: [{name: app}]", "backendRefs: [{name: nobody}]");
        String revision = namespace.edit(bad);

        Event refused = namespace.event(revision, "refused");
        assertThat(refused.getType()).isEqualTo("Warning");
        assertThat(refused.getReason()).isEqualTo("Refused");
        assertThat(refused.getMessage()).contains("15:30: ", "nobody");
        assertThat(rig.status().revision()).isEqualTo(GatewayNamespace.revision(document(0)));
        assertThat(namespace.lastGood()).isEqualTo(document(0));
        serves();
    }

    @Test
    void aKilledApiServerIsToldAndItsReturnIsNoticed() {
        start();
        cluster.killApiServer();
        try {
            missing("the API server cannot be reached");
            serves();
        } finally {
            cluster.restartApiServer();
        }
        Instant returned = Instant.now();
        found();
        within(RETURN, returned);

        Instant edited = Instant.now();
        namespace.edit(document(1));
        rig.awaitInForce(document(1));
        within(EDIT, edited);
    }

    @Test
    void anApiServerThatFallsSilentIsToldAndItsReturnIsNoticed() {
        start();
        gate.silence();
        namespace.edit(document(1));
        missing("no answer in time");
        serves();

        gate.open();
        Instant returned = Instant.now();
        rig.awaitInForce(document(1));
        within(RETURN, returned);
    }

    @Test
    void aWatchWhoseRevisionIsCompactedListsAnew() {
        start();
        String seen = namespace.version();
        gate.shut();
        missing("the API server cannot be reached");
        namespace.edit(document(1));
        namespace.edit(document(2));
        cluster.compact();
        assertThat(watchFrom(seen)).contains("\"code\":410");

        gate.open();
        Instant returned = Instant.now();
        rig.awaitInForce(document(2));
        within(RETURN, returned);
        namespace.edit(document(3));
        rig.awaitInForce(document(3));
    }

    private String watchFrom(String version) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(cluster.as(namespace.name(), GatewayNamespace.GATEWAY))
                .build()) {
            return client.raw("/api/v1/namespaces/" + namespace.name()
                    + "/configmaps?watch=true&timeoutSeconds=1&fieldSelector=metadata.name=sallyport&resourceVersion="
                    + version);
        }
    }

    @Test
    void aRightThatIsTakenAwayIsToldAndTheEditComesOnceItIsBack() {
        start();
        Runnable give = namespace.revoke();
        missing("the gateway's ServiceAccount may not do this (403)");
        assertThat(rig.sum("sallyport_config_source_up")).isZero();
        gate.shut();
        gate.open();
        namespace.edit(document(1));
        missing("(403)");
        serves();
        assertThat(rig.status().revision()).isEqualTo(GatewayNamespace.revision(document(0)));

        give.run();
        Instant given = Instant.now();
        rig.awaitInForce(document(1));
        found();
        within(RETURN, given);
    }

    @Test
    void aDeletedConfigMapIsToldAndItsSuccessorTaken() {
        start();
        namespace.deleteDocument();
        missing("does not exist");
        serves();

        String revision = namespace.edit(document(1));
        rig.awaitInForce(document(1));
        found();
        namespace.event(revision, "taken");
        assertThat(described()).contains("Taken", revision);
    }

    @Test
    void aStartWithoutApiServerUsesItsCopyOfTheLastGoodDocument() {
        start();
        rig.stop();
        gate.shut();
        rig.start();
        rig.awaitInForce(document(0));
        assertThat(rig.status().onLastGood()).isTrue();
        assertThat(rig.sum("sallyport_config_on_last_good")).isEqualTo(1);
        missing("the API server cannot be reached");
        serves();

        gate.open();
        Instant returned = Instant.now();
        Await.until("off the last good document", () -> !rig.status().onLastGood());
        found();
        within(RETURN, returned);
    }

    @Test
    void aStartWithARefusedDocumentUsesTheLastGoodOneOfTheConfigMapAndSaysSo() {
        rig.source(namespace.source(gate.port(), null));
        start();
        namespace.awaitLastGood(document(0));
        rig.stop();
        String refused = namespace.edit("nonsense: 1\n");
        rig.start();
        String good = GatewayNamespace.revision(document(0));
        Await.until(
                "the last good document in force",
                () -> good.equals(rig.status().revision()));
        assertThat(rig.status().onLastGood()).isTrue();
        assertThat(namespace.event(good, "last-good").getReason()).isEqualTo("OnLastGood");
        namespace.event(refused, "refused");
        serves();
    }

    @Test
    void aStartWithNothingSaysWhyAndComesUpWhenTheConfigMapDoes() {
        namespace.deleteDocument();
        gate.shut();
        rig.start();
        missing("the API server cannot be reached");
        gate.open();
        missing("does not exist");
        assertThat(rig.status().revision()).isNull();

        namespace.edit(document(0));
        rig.awaitInForce(document(0));
        serves();
    }
}
