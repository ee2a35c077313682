package io.sallyport.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.Await;
import io.sallyport.e2e.Exchanges;
import io.sallyport.e2e.GatewayRig;
import io.sallyport.e2e.TestBackend;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built application as its pod runs it: the API server and the token come by environment and files. */
@RealCluster
class PodIT {

    private static final Map<String, String> ENVIRONMENT = Map.of("SALLYPORT_SOURCE_CONFIG_MAP", "sallyport");

    @Test
    void waitsForItsConfigMapTakesEditsAndOutlivesTheApiServer(Cluster cluster, @TempDir Path directory)
            throws Exception {
        GatewayNamespace namespace = new GatewayNamespace(cluster);
        namespace.deleteDocument();
        try (GatewayRig rig = new GatewayRig(directory);
                PodProcess pod = new PodProcess(directory, cluster, namespace.name(), ENVIRONMENT)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "served"));
            pod.probe("started", 200);
            pod.probe("live", 200);
            pod.probe("ready", 503);
            Await.until("says why; " + pod.log(), () -> pod.log().contains("does not exist"));
            assertThat(pod.status()).contains("ConfigMap " + namespace.name() + "/sallyport does not exist");

            namespace.edit(rig.simpleDocument(backend));
            pod.probe("ready", 200);
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            assertThat(client.get("/").text()).isEqualTo("served");
            namespace.awaitLastGood(rig.simpleDocument(backend));

            cluster.killApiServer();
            try {
                Await.until(
                        "says why; " + pod.status(), () -> pod.status().contains("the API server cannot be reached"));
                assertThat(client.get("/").text()).isEqualTo("served");
            } finally {
                cluster.restartApiServer();
            }
            String revision = namespace.edit("# 1\n" + rig.simpleDocument(backend));
            Await.until("revision " + revision, () -> pod.status().contains(revision));
            namespace.event(revision, "taken");
            pod.probe("ready", 200);
        }
    }

    @Test
    void takesUpANewTokenWhenTheOldOneIsRefused(Cluster cluster, @TempDir Path directory) throws Exception {
        GatewayNamespace namespace = new GatewayNamespace(cluster);
        try (GatewayRig rig = new GatewayRig(directory)) {
            String document = rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "served")));
            namespace.edit(document);
            try (PodProcess pod = new PodProcess(directory, cluster, namespace.name(), ENVIRONMENT)) {
                pod.probe("ready", 200);
                // Tokens die with their ServiceAccount, and watches with the API server.
                cluster.kubectl("delete", "serviceaccount", "sallyport", "-n", namespace.name());
                cluster.kubectl("create", "serviceaccount", "sallyport", "-n", namespace.name());
                cluster.restartApiServer();
                Await.until("says why", () -> pod.status().contains("does not accept the gateway's token (401)"));

                pod.renewToken(cluster.token(namespace.name(), "sallyport"));
                String revision = namespace.edit("# 1\n" + document);
                Await.until("revision " + revision + "; " + pod.status(), () -> pod.status()
                        .contains(revision));
            }
        }
    }
}
