package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.sallyport.cli.Settings;
import io.sallyport.config.BackendTlsSpec;
import io.sallyport.config.ClientValidationSpec;
import io.sallyport.config.GatewaySpec;
import io.sallyport.config.ListenerTlsSpec;
import io.sallyport.config.RuleSpec;
import io.sallyport.config.TimeoutsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents that the manifests bring fit what is mounted, let through and waited for. */
class ShippedDocumentsTest {

    @ParameterizedTest
    @EnumSource
    void everyFileIsMountedFromASecret(Form form) throws IOException {
        assertThat(files(form.document())).isNotEmpty();
        assertThat(form.secretPaths()).containsAll(files(form.document()));
    }

    @ParameterizedTest
    @EnumSource
    void theGracePeriodHoldsTheSleepTheLeaveTakingAndTheLongestRequest(Form form) throws IOException {
        Duration longest = form.document().routes().stream()
                .flatMap(route -> route.rules().stream())
                .map(ShippedDocumentsTest::longest)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        long sleep = form.container().getLifecycle().getPreStop().getSleep().getSeconds();

        Settings settings = form.settings();
        Duration drain = settings.listen().drainTimeout();

        assertThat(sleep).isEqualTo(15);
        assertThat(drain).isGreaterThanOrEqualTo(longest);
        assertThat(form.pod().getTerminationGracePeriodSeconds())
                .isGreaterThan(sleep + settings.shutdown().delay().plus(drain).toSeconds());
    }

    @ParameterizedTest
    @EnumSource
    void trafficIsLetInAndBackendsAreLetOut(Form form) throws IOException {
        var policy = form.only(NetworkPolicy.class).getSpec();
        Set<Integer> backends = form.document().backends().stream()
                .flatMap(backend -> backend.endpoints().stream())
                .map(endpoint -> endpoint.port())
                .collect(Collectors.toSet());

        assertThat(policy.getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getIngress())
                .extracting(rule ->
                        rule.getFrom().get(0).getNamespaceSelector().getMatchLabels() + " " + ports(rule.getPorts()))
                .containsExactly(
                        "{policy-group.network.openshift.io/ingress=} [TCP 8443]",
                        "{network.openshift.io/policy-group=monitoring} [TCP 9000]");
        assertThat(policy.getEgress())
                .extracting(rule -> ports(rule.getPorts()))
                .containsExactly(
                        List.of("UDP 5353", "TCP 5353"),
                        List.of("TCP 6443"),
                        backends.stream().map(port -> "TCP " + port).toList());
        assertThat(policy.getEgress().get(0).getTo())
                .extracting(peer -> peer.getNamespaceSelector().getMatchLabels())
                .containsExactly(Map.of("kubernetes.io/metadata.name", "openshift-dns"));
    }

    @Test
    void throughThePassthroughRouteClientsShowTheirOwnCertificate() throws IOException {
        ListenerTlsSpec tls = tls(Form.PASSTHROUGH);
        assertThat(tls.clientValidation())
                .isEqualTo(new ClientValidationSpec("clients/ca.crt", ClientValidationSpec.Mode.ALLOW_VALID_ONLY));
        assertThat(tls.alpn()).containsExactly("h2", "http/1.1");
    }

    @Test
    void behindTheReencryptRouteTheRouterMeetsTheServingCertificate() throws IOException {
        ListenerTlsSpec tls = tls(Form.REENCRYPT);
        String secret = Form.REENCRYPT
                .only(Service.class)
                .getMetadata()
                .getAnnotations()
                .get("service.beta.openshift.io/serving-cert-secret-name");
        assertThat(tls.clientValidation()).isNull();
        assertThat(tls.alpn()).containsExactly("http/1.1");
        assertThat(Form.REENCRYPT.document().listeners().get(0).hostname()).isNull();
        assertThat(Form.REENCRYPT.secrets().getSources())
                .filteredOn(source -> source.getSecret().getName().equals(secret))
                .flatExtracting(source -> source.getSecret().getItems())
                .extracting(item -> item.getKey() + " " + item.getPath())
                .containsExactly(
                        "tls.crt " + tls.certificates().get(0).certificateFile(),
                        "tls.key " + tls.certificates().get(0).keyFile());
        assertThat(Form.REENCRYPT.environment()).containsKey("SALLYPORT_TRUSTED_PROXIES");
        assertThat(Form.PASSTHROUGH.environment()).doesNotContainKey("SALLYPORT_TRUSTED_PROXIES");
    }

    @ParameterizedTest
    @CsvSource({"gateway.yaml,passthrough", "reencrypt.yaml,reencrypt"})
    void theSamplesAreTheShippedOnes(String sample, String overlay) throws IOException {
        Path shipped = Form.PASSTHROUGH.directory().resolve("overlays").resolve(overlay);
        assertThat(Path.of("config", sample).toRealPath())
                .isEqualTo(shipped.resolve("gateway.yaml").toRealPath());
        assertThat(Files.isSymbolicLink(Path.of("config", sample))).isTrue();
    }

    private static ListenerTlsSpec tls(Form form) throws IOException {
        return Objects.requireNonNull(form.document().listeners().get(0).tls());
    }

    /** A rule without a limit on the request has one on each attempt. */
    private static Duration longest(RuleSpec rule) {
        TimeoutsSpec timeouts = rule.timeouts();
        if (!timeouts.request().isZero()) {
            return timeouts.request();
        }
        int attempts = rule.retry() == null ? 1 : 1 + rule.retry().attempts();
        return timeouts.backendRequest().multipliedBy(attempts);
    }

    private static List<String> files(GatewaySpec document) {
        List<String> files = new ArrayList<>();
        document.listeners().forEach(listener -> {
            ListenerTlsSpec tls = Objects.requireNonNull(listener.tls());
            tls.certificates().forEach(certificate -> {
                files.add(certificate.certificateFile());
                files.add(certificate.keyFile());
            });
            if (tls.clientValidation() != null) {
                files.add(tls.clientValidation().caFile());
            }
        });
        document.backends().forEach(backend -> {
            BackendTlsSpec tls = Objects.requireNonNull(backend.tls());
            files.add(Objects.requireNonNull(tls.caFile()));
            files.add(Objects.requireNonNull(tls.certificateFile()));
            files.add(Objects.requireNonNull(tls.keyFile()));
        });
        return files;
    }

    private static List<String> ports(List<NetworkPolicyPort> ports) {
        return ports.stream()
                .map(port -> port.getProtocol() + " " + port.getPort().getIntVal())
                .toList();
    }
}
