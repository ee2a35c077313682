package io.sallyport.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An API server with RBAC and its etcd on loopback. It has no controllers: a namespace is never really gone. */
final class Cluster implements AutoCloseable {

    static final Path SCRIPT = Path.of("src", "it", "cluster", "cluster");
    static final Path BUILT = Path.of("target", "cluster");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 120;

    private final Path directory;
    private final AtomicInteger namespaces = new AtomicInteger();
    private final AtomicInteger logs = new AtomicInteger();
    private final Thread atExit = new Thread(this::close);
    private final Process etcd;
    private final KubernetesClient admin;
    private Process apiServer;

    private Cluster(Path directory) throws IOException {
        this.directory = directory;
        script("prepare");
        this.etcd = background("etcd");
        this.apiServer = background("apiserver");
        this.admin = new KubernetesClientBuilder()
                .withConfig(
                        Config.fromKubeconfig(directory.resolve("kubeconfig").toFile()))
                .build();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Cluster start() {
        try {
            Cluster cluster = new Cluster(Files.createTempDirectory("sallyport-cluster"));
            cluster.script("resources");
            return cluster;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** May do everything. */
    KubernetesClient admin() {
        return admin;
    }

    int port() {
        return Integer.parseInt(read("port"));
    }

    Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /** The certificate of the API server, which is its own CA. */
    String certificate() {
        return read("tls.crt");
    }

    /** A namespace that nobody else uses; it warns of pods that the restricted profile would keep out. */
    String namespace() {
        String name = "test-" + namespaces.incrementAndGet();
        kubectl("create", "namespace", name);
        kubectl("label", "namespace", name, "pod-security.kubernetes.io/warn=restricted");
        return name;
    }

    /** A token of a ServiceAccount, as its pods have one. */
    String token(String namespace, String serviceAccount) {
        return kubectl("create", "token", serviceAccount, "--namespace", namespace)
                .strip();
    }

    /** Whoever has this may do what the ServiceAccount may, in its namespace by default. */
    Config as(String namespace, String serviceAccount) {
        return as(namespace, serviceAccount, port());
    }

    /** The same by another port; a failed call is not tried again. */
    Config as(String namespace, String serviceAccount, int port) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withCaCertData(Base64.getEncoder().encodeToString(certificate().getBytes(US_ASCII)))
                .withOauthToken(token(namespace, serviceAccount))
                .withNamespace(namespace)
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** What kubectl prints; it fails when kubectl does. */
    String kubectl(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(BUILT.resolve("bin").resolve("kubectl").toAbsolutePath().toString());
        command.addAll(Arrays.asList(arguments));
        return run(new ProcessBuilder(command));
    }

    /** Applies these objects, by server-side apply. */
    String apply(String objects) {
        try {
            Path file = Files.writeString(log(".yaml"), objects);
            return kubectl("apply", "--server-side", "--warnings-as-errors", "-f", file.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs to its end with the admin's kubeconfig, and gives what it prints. */
    String run(ProcessBuilder builder) {
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG", kubeconfig().toString(),
                        "KUBECACHEDIR", directory.resolve("cache").toString(),
                        "KUBERC", "off"));
        Path out = log(".out");
        Path err = log(".err");
        try {
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(builder.command() + ": " + Files.readString(err));
            }
            return Files.readString(out);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the API server at once, as a lost node does: nobody is told. */
    void killApiServer() {
        kill(apiServer);
    }

    /** Starts it again on the same port, and waits until it is ready. */
    void restartApiServer() {
        killApiServer();
        apiServer = background("apiserver");
        script("resources");
    }

    /** Forgets all revisions but the present one: a watch that wants an older one gets 410. */
    void compact() {
        String revision =
                etcd("range", "{\"key\":\"AA==\"}").at("/header/revision").asText();
        etcd("compaction", "{\"physical\":true,\"revision\":" + revision + "}");
    }

    private JsonNode etcd(String call, String body) {
        URI uri = URI.create("http://127.0.0.1:" + read("etcd-port") + "/v3/kv/" + call);
        try {
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void script(String what) {
        run(new ProcessBuilder(SCRIPT.toString(), what, directory.toString()));
    }

    /** It ends when its standard input does: not even the end of this JVM leaves it behind. */
    private Process background(String what) {
        try {
            return new ProcessBuilder(SCRIPT.toString(), what, directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log("." + what).toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void kill(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running: " + process.info());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path log(String suffix) {
        return directory.resolve(logs.incrementAndGet() + suffix);
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file)).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (Thread.currentThread() != atExit) {
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
        admin.close();
        kill(apiServer);
        kill(etcd);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
