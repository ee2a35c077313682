import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes the AOT cache of a JVM 25 (JEP 483, 514, 515) for the gateway, in two processes on loopback: {@code demo}
 * lends certificates and mTLS backends, {@code run} is the gateway that is trained by requests and writes the cache
 * when it ends. No network and no cluster are needed.
 *
 * <p>{@code java AotTraining CACHE SECONDS [JAVA_OPTION...] -jar APPLICATION}, by the java that shall use the cache,
 * with the options and the path to the application that it shall have then.
 */
public final class AotTraining {

    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration WRITE_WITHIN = Duration.ofMinutes(5);
    private static final int AT_ONCE = 16;

    private final Path cache;
    private final Duration time;
    private final List<String> application;
    private final Path scratch;

    private AotTraining(List<String> arguments, Path scratch) {
        this.cache = Path.of(arguments.get(0)).toAbsolutePath();
        this.time = Duration.ofSeconds(Long.parseLong(arguments.get(1)));
        this.application = arguments.subList(2, arguments.size());
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        Path scratch = Files.createTempDirectory("sallyport-training");
        try {
            new AotTraining(List.of(arguments), scratch).run();
        } finally {
            delete(scratch);
        }
    }

    private void run() throws Exception {
        Path lent = scratch.resolve("demo");
        int[] ports = freePorts(5);
        Process demo = start("demo", List.of("-Dsallyport-demo.directory=" + lent),
                "demo", "--port", "" + ports[0], "--management-port", "" + ports[1]);
        try {
            awaitReady(demo, ports[1]);
            Files.writeString(scratch.resolve("gateway.yaml"), document(lent, ports));
            train(lent, ports);
        } finally {
            end(demo);
        }
    }

    /** The demo's, on a port of its own and one without TLS, for any host. */
    private static String document(Path lent, int[] ports) throws IOException {
        String text = Files.readString(lent.resolve("gateway.yaml"));
        return text.replace("port: " + ports[0], "port: " + ports[2])
                .replace("    hostnames: [shop.example.com]\n", "")
                .replace("\nbackends:", "\n  - {name: plain, port: " + ports[4] + ", protocol: HTTP}\nbackends:");
    }

    private void train(Path lent, int[] ports) throws Exception {
        Process gateway = start("gateway",
                List.of("-XX:AOTCacheOutput=" + cache,
                        "-Dsallyport.source.file=" + scratch.resolve("gateway.yaml"),
                        "-Dsallyport.secrets.directory=" + lent.resolve("secrets"),
                        "-Dsallyport.listen.host=127.0.0.1",
                        "-Dsallyport.upstream.allow=127.0.0.1/32",
                        // A builder may be slow, and both sides are cold.
                        "-Dsallyport.upstream.connect-timeout=60s",
                        "-Dsallyport.shutdown.delay=0s",
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=" + ports[3]),
                "run");
        try {
            awaitReady(gateway, ports[3]);
            long requests = send(lent, ports);
            ended(gateway);
            use();
            System.err.printf("trained by %d requests: %s, %d MiB%n", requests, cache, Files.size(cache) >> 20);
        } finally {
            end(gateway);
        }
    }

    /** As production would: mostly small GETs, some bodies, in HTTP/2 and HTTP/1.1, over TLS and without. */
    private long send(Path lent, int[] ports) throws Exception {
        SSLContext trust = trusting(lent.resolve("ca.crt"));
        List<Worker> workers = new ArrayList<>();
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpClient client = HttpClient.newBuilder().version(version).sslContext(trust).build();
            workers.add(new Worker(client, URI.create("https://127.0.0.1:" + ports[2] + "/reviews/7?page=2")));
        }
        HttpClient plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        workers.add(new Worker(plain, URI.create("http://127.0.0.1:" + ports[4] + "/reviews")));
        workers.add(new Worker(plain, URI.create("http://127.0.0.1:" + ports[3] + "/q/metrics")));
        long end = System.nanoTime() + time.toNanos();
        long requests = 0;
        while (System.nanoTime() < end) {
            for (Worker worker : workers) {
                requests += worker.batch();
            }
        }
        return requests;
    }

    private record Worker(HttpClient client, URI uri) {

        long batch() {
            CompletableFuture<?>[] answers = new CompletableFuture<?>[AT_ONCE];
            for (int i = 0; i < AT_ONCE; i++) {
                answers[i] = client.sendAsync(request(i), BodyHandlers.discarding()).thenAccept(answer -> {
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException(uri + ": " + answer.statusCode());
                    }
                });
            }
            CompletableFuture.allOf(answers).orTimeout(90, TimeUnit.SECONDS).join();
            return AT_ONCE;
        }

        private HttpRequest request(int i) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("accept", "text/plain");
            if (!uri.getPath().startsWith("/reviews")) {
                return request.build();
            }
            request.header("cookie", "session=" + i);
            return i == 0 ? request.POST(BodyPublishers.ofString("x".repeat(10_000))).build() : request.build();
        }
    }

    private static SSLContext trusting(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private Process start(String name, List<String> options, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(application);
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(scratch.resolve(name + ".out").toFile())
                .start();
    }

    private static void awaitReady(Process process, int management) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START_WITHIN.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new IllegalStateException("no gateway became ready; the log above says why");
    }

    /** A cache that does not fit would be passed over in silence; mode "on" makes it a failure. */
    private void use() throws IOException, InterruptedException {
        Process version = start("version", List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"), "version");
        if (version.waitFor() != 0) {
            throw new IllegalStateException("the cache cannot be used; the log above says why");
        }
    }

    /** Tells it to end, which writes the cache. */
    private void ended(Process gateway) throws InterruptedException {
        gateway.destroy();
        if (!gateway.waitFor(WRITE_WITHIN.toSeconds(), TimeUnit.SECONDS) || !Files.isRegularFile(cache)) {
            throw new IllegalStateException("no cache was written; the log above says why");
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            held.add(new ServerSocket(0));
            ports[i] = held.get(i).getLocalPort();
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
