package io.sallyport.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sallyport.e2e.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The API server of these tests does what a real one does where the gateway depends on it. */
@RealCluster
class ClusterIT {

    private final Cluster cluster;
    private final String namespace;

    ClusterIT(Cluster cluster) {
        this.cluster = cluster;
        this.namespace = cluster.namespace();
    }

    @Test
    void aServiceAccountMayReadWhatItsRoleNamesAndNothingElse() {
        put("mine", "1");
        put("other", "1");
        try (KubernetesClient client = reader()) {
            assertThat(client.configMaps().withName("mine").get().getData()).containsEntry("key", "1");
            assertForbidden(() -> client.configMaps().withName("other").get());
            assertForbidden(() -> client.configMaps().list());
            assertForbidden(() -> client.configMaps().withName("mine").edit(map -> with(map, "2")));
        }
    }

    @Test
    void keepsItsPortAndItsObjectsWhenItIsKilledAndStartedAgain() {
        put("mine", "1");
        try (KubernetesClient client = reader()) {
            cluster.killApiServer();
            try {
                assertThatThrownBy(() -> client.configMaps().withName("mine").get())
                        .isInstanceOf(KubernetesClientException.class);
            } finally {
                cluster.restartApiServer();
            }
            assertThat(client.configMaps().withName("mine").get().getData()).containsEntry("key", "1");
        }
    }

    @Test
    void aWatchFromACompactedRevisionIsGone() {
        String old = put("mine", "1").getMetadata().getResourceVersion();
        try (KubernetesClient client = reader()) {
            put("mine", "2");
            assertThat(watch(client, old)).contains("\"MODIFIED\"").doesNotContain("\"ERROR\"");
            cluster.compact();
            assertThat(watch(client, old)).contains("\"ERROR\"", "\"code\":410");
        }
    }

    private static String watch(KubernetesClient client, String from) {
        return client.raw("/api/v1/namespaces/" + client.getNamespace()
                + "/configmaps?watch=true&timeoutSeconds=1&fieldSelector=metadata.name=mine&resourceVersion=" + from);
    }

    private ConfigMap put(String name, String value) {
        return cluster.admin()
                .configMaps()
                .inNamespace(namespace)
                .resource(with(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build(),
                        value))
                .forceConflicts()
                .serverSideApply();
    }

    private static ConfigMap with(ConfigMap map, String value) {
        return new ConfigMapBuilder(map).withData(Map.of("key", value)).build();
    }

    private KubernetesClient reader() {
        cluster.kubectl("create", "serviceaccount", "reader", "-n", namespace);
        cluster.kubectl(
                "create",
                "role",
                "reader",
                "--verb=get,list,watch",
                "--resource=configmaps",
                "--resource-name=mine",
                "-n",
                namespace);
        cluster.kubectl(
                "create",
                "rolebinding",
                "reader",
                "--role=reader",
                "--serviceaccount=" + namespace + ":reader",
                "-n",
                namespace);
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(cluster.as(namespace, "reader"))
                .build();
        Await.until("the right to read", () -> mayRead(client));
        return client;
    }

    private static boolean mayRead(KubernetesClient client) {
        try {
            return client.configMaps().withName("mine").get() != null;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static void assertForbidden(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(403));
    }
}
