package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.Await;
import io.sallyport.e2e.Exchanges;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, as a process of the built application. */
class DemoIT {

    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Path directory;
    private final Path console;
    private final int port = freePort();
    private final int managementPort = freePort();

    DemoIT(@TempDir Path temporary) {
        this.directory = temporary.resolve("demo");
        this.console = temporary.resolve("console.txt");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start() throws IOException {
        return start(port, managementPort, console);
    }

    private Process start(int https, int management, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsallyport-demo.directory=" + directory,
                "-jar",
                APPLICATION.toString(),
                "demo"));
        command.addAll(List.of("--port", Integer.toString(https), "--management-port", Integer.toString(management)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private String console() {
        try {
            return Files.exists(console) ? Files.readString(console) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void splitsAnswersEditsAndTyposAndLeavesNothingBehind() throws Exception {
        Process demo = start();
        Vertx vertx = Vertx.vertx();
        try {
            Await.until("the guide; console: " + console(), () -> console().contains("Ctrl-C ends the demo"));
            assertThat(console()).contains("line 31").contains("curl -s --cacert");
            Exchanges client = new Exchanges(client(vertx), port, DemoFiles.HOST);
            assertThat(client.get("/reviews", request -> request.putHeader("x-canary", "always"))
                            .text())
                    .isEqualTo("reviews-v2\n");
            Path document = DemoFiles.document(directory);
            String written = Files.readString(document);
            Files.writeString(document, written.replace("weight: 90", "weight: 0"));
            Await.until("the edit in force", () -> console().split("is in force", -1).length > 2);
            assertThat(IntStream.range(0, 20)
                            .mapToObj(i -> client.get("/reviews").text()))
                    .containsOnly("reviews-v2\n");
            Files.writeString(document, written.replace("weight: 10", "wieght: 10"));
            Await.until("the typo in the console", () -> console()
                    .contains("gateway.yaml:31:32: routes[0].rules[1].backendRefs[1].wieght: found an unknown key"));
            Path refused = console.resolveSibling("second.txt");
            Process second = start(freePort(), freePort(), refused);
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(2);
            assertThat(Files.readString(refused)).contains("a demo runs already");
            assertThat(client.get("/reviews").text()).isEqualTo("reviews-v2\n");
        } finally {
            vertx.close();
            demo.destroy();
        }
        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(directory).doesNotExist();
        assertThat(directory.resolveSibling("demo.lock")).doesNotExist();
    }

    @Test
    void namesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Process demo = start();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isEqualTo(2);
            assertThat(console())
                    .contains("port " + taken.getLocalPort() + " on 127.0.0.1")
                    .contains("--port");
        }
        assertThat(directory).doesNotExist();
    }

    private HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setForceSni(true)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(DemoFiles.ca(directory).toString())));
    }
}
