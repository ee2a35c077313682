package io.sallyport.cluster;

import io.sallyport.e2e.Await;
import io.sallyport.e2e.GatewayRig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The built application as a process that finds its API server and its token as a pod does. */
final class PodProcess implements AutoCloseable {

    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final long PATIENCE_SECONDS = 60;

    private final Path directory;
    private final int management = GatewayRig.freePort();
    private final Path token;
    private final Process process;

    /**
     * @param directory for its files; what is mounted is below {@code secrets}
     * @param environment the container's, beside what the kubelet sets
     */
    PodProcess(Path directory, Cluster cluster, String namespace, Map<String, String> environment) throws IOException {
        this.directory = directory;
        this.token = directory.resolve("token");
        renewToken(cluster.token(namespace, GatewayNamespace.GATEWAY));
        Path ca = Files.writeString(directory.resolve("kubernetes-ca.crt"), cluster.certificate());
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + management,
                "-Dsallyport.listen.host=127.0.0.1",
                "-Dsallyport.upstream.allow=127.0.0.0/8",
                "-Dsallyport.shutdown.delay=0s",
                "-jar",
                APPLICATION.toString(),
                "run");
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "HOME", directory.toString(),
                        "KUBERNETES_SERVICE_HOST", "127.0.0.1",
                        "KUBERNETES_SERVICE_PORT", Integer.toString(cluster.port()),
                        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
                        "KUBERNETES_CERTS_CA_FILE", ca.toString(),
                        "KUBERNETES_NAMESPACE", namespace,
                        "SALLYPORT_SECRETS_DIRECTORY",
                                directory.resolve("secrets").toString(),
                        "SALLYPORT_LAST_GOOD_DIRECTORY", directory.toString()));
        this.process = builder.redirectOutput(directory.resolve("out.txt").toFile())
                .redirectError(directory.resolve("err.txt").toFile())
                .start();
    }

    /** Puts a new token in the old one's place, as the kubelet does. */
    void renewToken(String value) throws IOException {
        Path fresh = Files.writeString(directory.resolve("token.new"), value);
        Files.move(fresh, token, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits for this status of a probe, while the process lives. */
    void probe(String name, int status) {
        Await.until(name + " " + status + "; " + log(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended: " + log());
            }
            return get("/q/health/" + name).map(HttpResponse::statusCode).orElse(0) == status;
        });
    }

    /** What the status page says. */
    String status() {
        return get("/status").map(HttpResponse::body).orElse("");
    }

    String log() {
        try {
            return Files.readString(directory.resolve("err.txt"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<HttpResponse<String>> get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + management + path);
        try {
            return Optional.of(
                    HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end, as the kubelet does, and waits. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running");
        }
    }
}
