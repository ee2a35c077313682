package io.sallyport.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.e2e.Await;
import io.sallyport.e2e.GatewayRig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Prometheus on loopback that scrapes one gateway every second, under the labels that a ServiceMonitor gives. */
final class PrometheusServer implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = GatewayRig.freePort();
    private final Path log;
    private final Process process;

    PrometheusServer(Path directory, String gateway) throws IOException {
        log = directory.resolve("prometheus.log");
        AlertRules.write(directory.resolve("rules.yaml"));
        Files.writeString(directory.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yaml]
                scrape_configs:
                  - job_name: sallyport
                    metrics_path: /q/metrics
                    static_configs:
                      - targets: ["%s"]
                        labels: {namespace: shop, pod: sallyport-0}
                """.formatted(gateway));
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + directory.resolve("prometheus.yaml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    void awaitReady() {
        Await.until("Prometheus is ready", () -> {
            assertThat(process.isAlive()).as(log()).isTrue();
            try {
                return get("/-/ready").statusCode() == 200;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }

    /** The result of an instant query; it must be a valid one. */
    JsonNode query(String promQl) {
        var answer = get("/api/v1/query?query=" + URLEncoder.encode(promQl, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as("%s: %s", promQl, answer.body()).isEqualTo(200);
        return json(answer.body()).path("data").path("result");
    }

    private static JsonNode json(String body) {
        try {
            return JsonMapper.builder().build().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private java.net.http.HttpResponse<String> get(String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
