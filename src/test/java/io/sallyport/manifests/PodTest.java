package io.sallyport.manifests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.sallyport.cli.Settings;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pod fits the process that runs in it, and OpenShift's restricted-v2. */
class PodTest {

    @ParameterizedTest
    @EnumSource
    void isRestricted(Form form) throws IOException {
        PodSpec pod = form.pod();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        // The namespace's range says which; a number of our own would be refused.
        assertThat(pod.getSecurityContext().getRunAsUser()).isNull();
        assertThat(pod.getSecurityContext().getRunAsGroup()).isNull();
        assertThat(pod.getSecurityContext().getFsGroup()).isNull();
        assertThat(pod.getHostNetwork()).isNull();

        var container = form.container().getSecurityContext();
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getCapabilities().getAdd()).isNullOrEmpty();
        assertThat(container.getRunAsUser()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void theProbesAskTheManagementInterfaceWhereItAnswers(Form form) throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }
        String root = settings.getProperty("quarkus.management.root-path") + "/";
        String health = root + settings.getProperty("quarkus.smallrye-health.root-path") + "/";
        Container container = form.container();

        assertThat(asked(container.getStartupProbe())).isEqualTo("management " + health + "started");
        assertThat(asked(container.getReadinessProbe())).isEqualTo("management " + health + "ready");
        assertThat(asked(container.getLivenessProbe())).isEqualTo("management " + health + "live");
        assertThat(form.only(ServiceMonitor.class).getSpec().getEndpoints())
                .extracting(endpoint -> endpoint.getPort() + " " + endpoint.getScheme() + " " + endpoint.getPath())
                .containsExactly(
                        "management http " + root + settings.getProperty("quarkus.micrometer.export.prometheus.path"));
        assertThat(container.getPorts())
                .filteredOn(port -> port.getName().equals("management"))
                .extracting(port -> port.getContainerPort().toString())
                .containsExactly(settings.getProperty("quarkus.management.port"));
    }

    @ParameterizedTest
    @EnumSource
    void eachVariableIsASetting(Form form) throws IOException {
        Set<String> known = new TreeSet<>();
        collect(Settings.class, "SALLYPORT", known);

        assertThat(known).containsAll(form.environment().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void theSettingsAreThoseOfAPod(Form form) throws IOException {
        Settings settings = form.settings();
        assertThat(settings.source().configMap()).contains("sallyport");
        assertThat(form.configMap("sallyport").getData())
                .containsOnlyKeys(settings.source().key());
        assertThat(settings.source().file()).isEmpty();
        assertThat(settings.lastGood().configMap()).isEmpty();
        assertThat(settings.lastGood().directory()).contains("/tmp");
        assertThat(settings.secrets().directory()).contains("/etc/sallyport/secrets");
        assertThat(settings.tls().engine()).isEqualTo("openssl");
        // Else Kubernetes makes variables of the Service, which begin with SALLYPORT too.
        assertThat(form.pod().getEnableServiceLinks()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadAndWrittenIsMounted(Form form) throws IOException {
        Map<String, VolumeMount> mounts = form.container().getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getMountPath, mount -> mount));
        VolumeMount secrets = requireNonNull(mounts.get(form.environment().get("SALLYPORT_SECRETS_DIRECTORY")));
        VolumeMount scratch = requireNonNull(mounts.get(form.environment().get("SALLYPORT_LAST_GOOD_DIRECTORY")));

        assertThat(mounts).hasSize(2);
        assertThat(secrets.getReadOnly()).isTrue();
        assertThat(secrets.getSubPath()).isNull();
        assertThat(volume(form, secrets).getProjected()).isNotNull();
        assertThat(scratch.getReadOnly()).isNull();
        assertThat(volume(form, scratch).getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("64Mi"));
    }

    @ParameterizedTest
    @EnumSource
    void everySecretMayComeLater(Form form) throws IOException {
        assertThat(form.secrets().getSources()).isNotEmpty().allSatisfy(source -> {
            SecretProjection secret = source.getSecret();
            assertThat(secret.getOptional()).as(secret.getName()).isTrue();
        });
        assertThat(form.secretPaths()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void aRollingUpdateTakesNothingAway(Form form) throws IOException {
        var strategy = form.only(Deployment.class).getSpec().getStrategy();
        assertThat(strategy.getType()).isEqualTo("RollingUpdate");
        assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
        assertThat(form.pod().getTopologySpreadConstraints())
                .extracting(spread -> spread.getTopologyKey())
                .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    private static Volume volume(Form form, VolumeMount mount) throws IOException {
        return form.pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .findAny()
                .orElseThrow();
    }

    private static String asked(Probe probe) {
        return probe.getHttpGet().getPort().getStrVal() + " "
                + probe.getHttpGet().getPath();
    }

    private static void collect(Class<?> group, String prefix, Set<String> into) {
        for (Method method : group.getDeclaredMethods()) {
            String name =
                    prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            if (method.getReturnType().getEnclosingClass() == Settings.class) {
                collect(method.getReturnType(), name, into);
            } else {
                into.add(name);
            }
        }
    }
}
