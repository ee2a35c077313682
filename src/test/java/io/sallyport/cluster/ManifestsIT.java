package io.sallyport.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code src/main/kubernetes} holds, as a real API server reads it: no unknown field, nothing deprecated, and pods
 * that the restricted profile lets in.
 */
@RealCluster
class ManifestsIT {

    private final Cluster cluster;

    ManifestsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/kubernetes", "src/main/kubernetes/overlays/reencrypt"})
    void areTakenWithoutAWarningAndAreTheSameWhenAppliedAgain(String form) {
        GatewayNamespace namespace = new GatewayNamespace(cluster, form);
        Set<String> before = versions(namespace);
        assertThat(before).hasSizeGreaterThan(10);
        namespace.apply();
        assertThat(versions(namespace)).isEqualTo(before);
    }

    @Test
    void leaveTheLastGoodDocumentWhenAppliedAgain() {
        GatewayNamespace namespace = new GatewayNamespace(cluster);
        namespace.keep("kept");
        namespace.apply();
        assertThat(namespace.lastGood()).isEqualTo("kept");
    }

    /** Each object that was applied, with its version. */
    private Set<String> versions(GatewayNamespace namespace) {
        String all = cluster.kubectl(
                "get",
                "serviceaccount,role,rolebinding,configmap,deployment,service,route,poddisruptionbudget,"
                        + "horizontalpodautoscaler,networkpolicy,servicemonitor,prometheusrule",
                "-n",
                namespace.name(),
                "-o",
                "jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.resourceVersion}{\"\\n\"}{end}");
        return new TreeSet<>(all.lines().toList());
    }

    @Test
    void giveTheGatewayWhatItNeedsAndNothingMore() {
        GatewayNamespace namespace = new GatewayNamespace(cluster);
        try (KubernetesClient gateway = new KubernetesClientBuilder()
                .withConfig(cluster.as(namespace.name(), GatewayNamespace.GATEWAY))
                .build()) {
            List<ResourceRule> rules = gateway.authorization()
                    .v1()
                    .selfSubjectRulesReview()
                    .create(new SelfSubjectRulesReviewBuilder()
                            .withNewSpec()
                            .withNamespace(namespace.name())
                            .endSpec()
                            .build())
                    .getStatus()
                    .getResourceRules();
            // Whoever has logged in may ask who he is and what he may do.
            assertThat(rules.stream()
                            .filter(rule -> !rule.getResources().toString().contains("selfsubject"))
                            .map(rule -> rule.getApiGroups() + " " + rule.getResources() + " " + rule.getResourceNames()
                                    + " " + new TreeSet<>(rule.getVerbs())))
                    .containsExactlyInAnyOrder(
                            "[] [configmaps] [sallyport] [get, list, watch]",
                            "[] [configmaps] [sallyport-last-good] [get, patch, update]",
                            "[] [events] [] [create, patch]");
        }
    }
}
