package io.sallyport.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import io.sallyport.docs.Page;
import io.sallyport.e2e.Await;
import io.sallyport.e2e.GatewayRig;
import io.sallyport.e2e.Handshakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/deploy.md}, followed line by line; the test is the kubelet. */
@RealCluster
class DeployPageIT {

    private static final String NAMESPACE = "sallyport";
    private static final String EDIT = "kubectl -n sallyport edit configmap sallyport";
    private static final String DESCRIBE = "kubectl -n sallyport describe configmap sallyport";
    private static final String EVENTS =
            "kubectl -n sallyport get events --field-selector involvedObject.name=sallyport";
    private static final String ROTATE = "kubectl -n sallyport create secret tls sallyport-public-tls --cert=new.crt"
            + " --key=new.key --dry-run=client -o yaml | kubectl apply -f -";
    private static final String UNINSTALL = "kubectl delete -k src/main/kubernetes";

    /** Said to be done instead of the line before; it is only tried. */
    private static final String OTHER_FORM = "kubectl apply -k src/main/kubernetes/overlays/reencrypt";

    /** What waits for a controller, or asks a kubelet. */
    private static final List<String> NOT_HERE = List.of(
            "kubectl -n sallyport rollout status deployment/sallyport",
            "kubectl -n sallyport logs deployment/sallyport",
            "kubectl -n sallyport port-forward deployment/sallyport 9000 &",
            "curl -s http://127.0.0.1:9000/status",
            "kubectl delete namespace sallyport");

    private final Cluster cluster;
    private final Path directory;
    private final Path work;
    private final Path secrets;
    private final ThrowawayCa ca = ThrowawayCa.create("deploy-page");
    private final int port = GatewayRig.freePort();
    private final Page page = Page.of(Path.of("docs", "deploy.md"));

    DeployPageIT(Cluster cluster, @TempDir Path directory) throws IOException {
        this.cluster = cluster;
        this.directory = directory;
        this.work = Files.createDirectory(directory.resolve("work"));
        this.secrets = directory.resolve("secrets");
    }

    @BeforeEach
    void files() throws IOException {
        manifests("src/main");
        ca.writeCa(work.resolve("clients-ca.crt"));
        ca.writeCa(work.resolve("backends-ca.crt"));
        ca.issue(Leaf.server("shop.example.com")).writeTo(work, "public");
        ca.issue(Leaf.server("shop.example.com")).writeTo(work, "new");
        ca.issue(Leaf.client("gateway")).writeTo(work, "gateway");
    }

    private void manifests(String into) {
        Path from = Path.of("src", "main", "kubernetes").toAbsolutePath();
        shell("mkdir -p " + into + " && cp -r " + from + " " + into);
    }

    private String shell(String line) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", line).directory(work.toFile());
        Path bin = Cluster.BUILT.resolve("bin").toAbsolutePath();
        builder.environment()
                .putAll(Map.of(
                        "PATH", bin + ":" + System.getenv("PATH"),
                        "KUBE_EDITOR", "sed -i 's/port: 8443/port: " + port + "/'"));
        return cluster.run(builder);
    }

    /** What the kubelet does with the pod's Secrets. */
    private void mount(PodSpec pod) throws IOException {
        for (Volume volume : pod.getVolumes()) {
            if (volume.getProjected() != null) {
                for (VolumeProjection source : volume.getProjected().getSources()) {
                    mount(source.getSecret());
                }
            }
        }
    }

    private void mount(SecretProjection source) throws IOException {
        Secret secret = cluster.admin()
                .secrets()
                .inNamespace(NAMESPACE)
                .withName(source.getName())
                .require();
        for (KeyToPath item : source.getItems()) {
            Path file = secrets.resolve(item.getPath());
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(secret.getData().get(item.getKey())));
        }
    }

    private PodSpec pod() {
        return cluster.admin()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("sallyport")
                .require()
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private PodProcess start(PodSpec pod) throws IOException {
        mount(pod);
        Map<String, String> environment = pod.getContainers().get(0).getEnv().stream()
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
        return new PodProcess(directory, cluster, NAMESPACE, environment);
    }

    private void awaitTaken() {
        Await.until("an Event", () -> cluster.admin().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .anyMatch(event -> event.getReason().equals("Taken")));
    }

    @Test
    void itsCommandsLeadToAGatewayThatServesIsEditedRotatedAndRemoved() throws Exception {
        List<String> commands = new ArrayList<>(page.commands());
        commands.removeIf(line -> line.startsWith("oc "));
        assertThat(commands).containsAll(NOT_HERE);
        commands.removeAll(NOT_HERE);
        Map<String, String> said = new LinkedHashMap<>();
        int edited = commands.indexOf(EDIT) + 1;
        int removed = commands.indexOf(UNINSTALL);
        assertThat(edited).isBetween(1, removed);
        commands.subList(0, edited).forEach(line -> say(said, line));
        try (PodProcess process = start(pod())) {
            process.probe("ready", 200);
            awaitTaken();
            for (String line : commands.subList(edited, removed)) {
                say(said, line);
                if (line.equals(ROTATE)) {
                    awaitRotation();
                }
            }
        }
        assertThat(said.get(DESCRIBE)).contains("Taken", "is in force");
        assertThat(said.get(EVENTS)).contains("Taken");
        commands.subList(removed, commands.size()).forEach(line -> say(said, line));
        assertThat(cluster.kubectl("get", "configmap,deployment,route,role", "-n", NAMESPACE, "-o", "name"))
                .isEmpty();
    }

    private void say(Map<String, String> said, String line) {
        said.put(line, shell(line.equals(OTHER_FORM) ? line + " --dry-run=server" : line));
    }

    private void awaitRotation() throws IOException {
        mount(pod());
        String fresh = Files.readString(work.resolve("new.crt"));
        Await.until(
                "the new certificate",
                () -> fresh.contains(
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded())));
    }

    private byte[] encoded() {
        try {
            return Handshakes.certificate(port, "shop.example.com").getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itsExamplesAreTakenByTheApiServer() throws IOException {
        cluster.kubectl("create", "namespace", "shop");
        cluster.kubectl("create", "namespace", "edge");
        Files.writeString(work.resolve("policy.yaml"), page.yaml("kind: NetworkPolicy"));
        Files.writeString(work.resolve("route.yaml"), page.yaml("kind: Route"));
        shell("kubectl apply --dry-run=server -f policy.yaml");
        shell("kubectl apply --dry-run=server -n edge -f route.yaml");

        manifests("own/sallyport/src/main");
        Files.writeString(work.resolve("own/kustomization.yaml"), page.yaml("kind: Kustomization"));
        Files.writeString(work.resolve("own/gateway.yaml"), "allowEmpty: true\n");
        shell("kubectl apply --dry-run=server -k own");
        assertThat(shell("kubectl kustomize own"))
                .contains("allowEmpty: true", "image: registry.example.com/edge/sallyport:0.1.0")
                .doesNotContain("namespace: sallyport\n", "image: sallyport:latest");
    }
}
