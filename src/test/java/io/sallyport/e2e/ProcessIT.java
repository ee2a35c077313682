package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as a process of the built application: what it binds, where it writes, how it ends. */
class ProcessIT {

    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final long PATIENCE_SECONDS = 60;

    private final Path directory;
    private final Path out;
    private final Path err;
    private final int management = GatewayRig.freePort();

    ProcessIT(@TempDir Path directory) {
        this.directory = directory;
        this.out = directory.resolve("out.txt");
        this.err = directory.resolve("err.txt");
    }

    @Test
    void bindsItsPortsOnlyWritesTheAccessLogToStandardOutputAndEndsOnSigterm() throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.write(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "served"))));
            Process process = start("--file", rig.file().toString());
            try {
                Await.until("ready; " + err(), () -> probe("ready") == 200);
                Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
                assertThat(client.get("/reviews/1").text()).isEqualTo("served");
                assertThat(listening(process.pid())).containsExactlyInAnyOrder(rig.port(), management);
                assertThat(err()).contains("Sallyport is up: public on " + rig.port());
            } finally {
                process.destroy();
            }
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(Files.readString(out))
                    .hasLineCount(1)
                    .startsWith("{\"time\":")
                    .contains("\"path\":\"/reviews/1\"");
        }
    }

    @Test
    void servesOnSigtermUntilWhatIsUnderWayHasEnded() throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            CompletableFuture<HttpServerRequest> slow = new CompletableFuture<>();
            rig.write(rig.simpleDocument(rig.backend(request -> {
                if ("/slow".equals(request.path())) {
                    slow.complete(request);
                } else {
                    TestBackend.answer(request, "served");
                }
            })));
            Process process = start("--file", rig.file().toString());
            try {
                Await.until("ready; " + err(), () -> probe("ready") == 200);
                Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
                var answer = client.send(HttpMethod.GET, "/slow", request -> {}, null);
                HttpServerRequest pending = Await.get(slow);
                process.destroy();
                Await.until("not ready", () -> probe("ready") == 503);
                assertThat(probe("live")).isEqualTo(200);
                assertThat(client.get("/reviews/1").text()).isEqualTo("served");

                pending.response().end("late");
                assertThat(Await.get(answer).text()).isEqualTo("late");
                assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(143);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void staysUpWithoutADocumentButIsNotReady() throws Exception {
        Process process = start("--file", directory.resolve("none.yaml").toString());
        try {
            Await.until("started; " + err(), () -> probe("started") == 200);
            assertThat(probe("live")).isEqualTo(200);
            assertThat(probe("ready")).isEqualTo(503);
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(err()).contains("none.yaml: no document: the file does not exist");
    }

    @Test
    void saysWhichSettingIsMissing() throws Exception {
        assertThat(exitCode(start())).isEqualTo(2);
        assertThat(err())
                .isEqualTo("sallyport: sallyport.source.file is not set, nor is sallyport.source.config-map;"
                        + " one of them names the document to run, as does --file\n");
    }

    @Test
    void namesATakenManagementPortAndItsSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(management, 1, InetAddress.getLoopbackAddress())) {
            assertThat(exitCode(start("--file", "none.yaml"))).isEqualTo(1);
            assertThat(err().lines().filter(line -> line.startsWith("sallyport: ")))
                    .singleElement()
                    .asString()
                    .startsWith("sallyport: the management interface cannot have 127.0.0.1:" + taken.getLocalPort())
                    .endsWith("set quarkus.management.port to another port");
            assertThat(err()).doesNotContain("\tat ");
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + management,
                "-Dsallyport.listen.host=127.0.0.1",
                "-Dsallyport.shutdown.delay=2s",
                "-Dsallyport.upstream.allow=127.0.0.0/8",
                "-jar",
                APPLICATION.toString(),
                "run"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    private static int exitCode(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String err() throws IOException {
        return Files.readString(err);
    }

    /** The probe's status; 0 while nothing answers. */
    private int probe(String name) {
        URI uri = URI.create("http://127.0.0.1:" + management + "/q/health/" + name);
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The TCP ports that a process listens on, by Linux' account of its sockets. */
    private static Set<Integer> listening(long pid) throws IOException {
        Set<String> sockets = new TreeSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path each : open.toList()) {
                if (Files.isSymbolicLink(each)) {
                    sockets.add(Files.readSymbolicLink(each).toString());
                }
            }
        }
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
                String[] fields = line.strip().split(" +");
                if (fields[3].equals("0A") && sockets.contains("socket:[" + fields[9] + "]")) {
                    ports.add(Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }
}
