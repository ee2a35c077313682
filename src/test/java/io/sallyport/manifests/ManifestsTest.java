package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The objects of a form fit one another. */
class ManifestsTest {

    private static final Map<String, String> LABELS =
            Map.of("app.kubernetes.io/name", "sallyport", "app.kubernetes.io/component", "gateway");

    @ParameterizedTest
    @EnumSource
    void everyObjectHasTheLabelsTheNamespaceAndTheName(Form form) throws IOException {
        assertThat(form.objects()).allSatisfy(object -> {
            assertThat(object.getMetadata().getLabels()).containsAllEntriesOf(LABELS);
            assertThat(object.getMetadata().getNamespace()).isEqualTo("sallyport");
            assertThat(object.getMetadata().getName()).matches("sallyport(-last-good|-dashboard)?");
        });
    }

    @ParameterizedTest
    @EnumSource
    void noTwoObjectsAreTheSame(Form form) throws IOException {
        assertThat(form.objects().stream()
                        .map(object ->
                                object.getKind() + " " + object.getMetadata().getName()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyFileIsUsed() throws IOException {
        Path top = Form.PASSTHROUGH.directory();
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file :
                    files.filter(path -> path.endsWith(Kustomization.FILE)).toList()) {
                used.addAll(Kustomization.files(file));
            }
        }
        try (Stream<Path> files = Files.walk(top)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(path -> !path.endsWith(Kustomization.FILE))
                            // Editors look for it beside the document.
                            .filter(path -> !path.endsWith("gateway.schema.json"))
                            .map(Path::toString))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(used).contains(file));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySelectorTakesTheGatewaysPods(Form form) throws IOException {
        var template = form.only(Deployment.class).getSpec().getTemplate();
        assertThat(template.getMetadata().getLabels()).isEqualTo(LABELS);
        assertThat(form.only(Deployment.class).getSpec().getSelector().getMatchLabels())
                .isEqualTo(LABELS);
        assertThat(form.only(Service.class).getSpec().getSelector()).isEqualTo(LABELS);
        assertThat(form.only(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
                .isEqualTo(LABELS);
        assertThat(form.only(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(LABELS);
        assertThat(form.only(ServiceMonitor.class).getSpec().getSelector().getMatchLabels())
                .isEqualTo(LABELS);
        assertThat(template.getSpec().getTopologySpreadConstraints()).hasSize(2).allSatisfy(spread -> assertThat(
                        spread.getLabelSelector().getMatchLabels())
                .isEqualTo(LABELS));
    }

    @ParameterizedTest
    @EnumSource
    void thePortsAreTheSameFromTheDocumentToTheRoute(Form form) throws IOException {
        Map<String, Integer> ports = form.container().getPorts().stream()
                .collect(Collectors.toMap(port -> port.getName(), port -> port.getContainerPort()));
        assertThat(ports).isEqualTo(Map.of("https", 8443, "management", 9000));
        assertThat(form.document().listeners())
                .extracting(listener -> listener.name() + " " + listener.port())
                .containsExactly("public 8443");

        List<ServicePort> offered = form.only(Service.class).getSpec().getPorts();
        assertThat(offered).extracting(ServicePort::getName).containsExactlyInAnyOrder("https", "management");
        assertThat(offered).allSatisfy(port -> {
            assertThat(port.getTargetPort().getStrVal()).isEqualTo(port.getName());
            assertThat(port.getPort()).isEqualTo(ports.get(port.getName()));
        });
    }

    @ParameterizedTest
    @EnumSource
    void theRouteLeadsToTheServiceForAHostThatTheDocumentServes(Form form) throws IOException {
        Route route = form.only(Route.class);
        assertThat(route.getSpec().getTo().getKind()).isEqualTo("Service");
        assertThat(route.getSpec().getTo().getName())
                .isEqualTo(form.only(Service.class).getMetadata().getName());
        assertThat(route.getSpec().getPort().getTargetPort().getStrVal()).isEqualTo("https");
        assertThat(form.document().routes()).anySatisfy(of -> assertThat(of.hostnames())
                .contains(route.getSpec().getHost()));
        assertThat(route.getMetadata().getAnnotations()).containsEntry("haproxy.router.openshift.io/balance", "random");
        assertThat(route.getSpec().getTls().getTermination()).isEqualToIgnoringCase(form.name());
    }

    @ParameterizedTest
    @EnumSource
    void theAutoscalerScalesTheDeploymentThatHasNoNumberOfItsOwn(Form form) throws IOException {
        Deployment deployment = form.only(Deployment.class);
        var autoscaler = form.only(HorizontalPodAutoscaler.class).getSpec();
        var target = autoscaler.getScaleTargetRef();
        assertThat(List.of(target.getApiVersion(), target.getKind(), target.getName()))
                .containsExactly(
                        deployment.getApiVersion(),
                        deployment.getKind(),
                        deployment.getMetadata().getName());
        assertThat(deployment.getSpec().getReplicas()).isNull();
        assertThat(form.container().getResources().getRequests()).containsKey("cpu");
        int mayGo = form.only(PodDisruptionBudget.class)
                .getSpec()
                .getMaxUnavailable()
                .getIntVal();
        assertThat(autoscaler.getMinReplicas()).isGreaterThan(mayGo).isLessThan(autoscaler.getMaxReplicas());
    }

    @ParameterizedTest
    @EnumSource
    void theRightsAreThoseThatTheGatewayUses(Form form) throws IOException {
        String source = form.environment().get("SALLYPORT_SOURCE_CONFIG_MAP");
        assertThat(form.only(Role.class).getRules())
                .containsExactlyInAnyOrder(
                        rule("configmaps", List.of(source), "get", "list", "watch"),
                        rule("configmaps", List.of(source + "-last-good"), "get", "update", "patch"),
                        rule("events", List.of(), "create", "patch"));
    }

    @ParameterizedTest
    @EnumSource
    void theRightsAreThoseOfThePodsAccount(Form form) throws IOException {
        RoleBinding binding = form.only(RoleBinding.class);
        HasMetadata account = form.only(ServiceAccount.class);
        assertThat(binding.getRoleRef().getKind()).isEqualTo("Role");
        assertThat(binding.getRoleRef().getApiGroup()).isEqualTo("rbac.authorization.k8s.io");
        assertThat(binding.getRoleRef().getName())
                .isEqualTo(form.only(Role.class).getMetadata().getName());
        assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
            assertThat(subject.getKind()).isEqualTo("ServiceAccount");
            assertThat(subject.getName()).isEqualTo(account.getMetadata().getName());
            assertThat(subject.getNamespace()).isEqualTo(account.getMetadata().getNamespace());
        });
        assertThat(form.pod().getServiceAccountName())
                .isEqualTo(account.getMetadata().getName());
        assertThat(form.pod().getAutomountServiceAccountToken()).isTrue();
    }

    /** A namespace that is written down would stay when a kustomization on top names another. */
    @Test
    void theBindingFollowsTheAccountIntoAnotherNamespace() throws IOException {
        String binding = Files.readString(Form.PASSTHROUGH.directory().resolve("base/rolebinding.yaml"));
        assertThat(Kustomization.read(binding).get(0).at("/subjects/0").has("namespace"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theLastGoodDocumentIsShippedWithoutData(Form form) throws IOException {
        ConfigMap lastGood = form.configMap(form.environment().get("SALLYPORT_SOURCE_CONFIG_MAP") + "-last-good");
        assertThat(lastGood.getData()).isNullOrEmpty();
        assertThat(lastGood.getBinaryData()).isNullOrEmpty();
    }

    private static PolicyRule rule(String resource, List<String> names, String... verbs) {
        return new PolicyRule(List.of(""), List.of(), names, List.of(resource), List.of(verbs));
    }
}
