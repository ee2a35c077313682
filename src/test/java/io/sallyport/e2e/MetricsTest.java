package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After known traffic the scrape holds what was sent, and nothing else. */
class MetricsTest {

    private final AtomicInteger flaky = new AtomicInteger();

    @Test
    void theScrapeHoldsExactlyWhatWasSent(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(document(rig, rig.backend(this::serve), rig.backend(HttpVersion.HTTP_1_1, this::serve)));
            Exchanges h1 = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            Exchanges h2 = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            Exchanges other = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "other.example.com");
            for (int i = 0; i < 3; i++) {
                assertThat(h1.get("/a/x").status()).isEqualTo(200);
                assertThat(h2.get("/a/y?z").status()).isEqualTo(200);
                assertThat(h2.post("/b/x", "body").status()).isEqualTo(201);
                assertThat(other.get("/a").status()).isEqualTo(404);
            }
            assertThat(h1.get("/b/flaky").status()).isEqualTo(200);
            assertThat(h1.get("/nothing").status()).isEqualTo(404);
            assertThat(h1.get("/dead").status()).isEqualTo(503);
            assertThat(h1.get("/empty").status()).isEqualTo(500);
            assertThat(Await.get(h1.send(HttpMethod.valueOf("BREW"), "/a/tea", r -> {}, null))
                            .status())
                    .isEqualTo(200);
            rig.quiet();
            assertThat(series(rig, "sallyport_requests_total"))
                    .containsExactlyInAnyOrder(
                            request("one", "first", "a", "GET", 200, "none", 6),
                            request("one", "first", "a", "other", 200, "none", 1),
                            request("one", "1", "b", "POST", 201, "none", 3),
                            request("one", "1", "b", "GET", 200, "none", 1),
                            request("one", "2", "dead", "GET", 503, "UPSTREAM_CONNECT_FAILED", 1),
                            request("one", "3", "none", "GET", 500, "NO_BACKEND", 1),
                            request("none", "none", "none", "GET", 404, "NO_ROUTE", 4));
            assertThat(series(rig, "sallyport_retries_total"))
                    .containsExactly("sallyport_retries_total{route=\"one\",rule=\"1\",backend=\"b\",} 1.0");
            assertThat(series(rig, "sallyport_requests_in_flight"))
                    .containsExactly("sallyport_requests_in_flight{listener=\"public\",} 0.0");
            assertThat(series(rig, "sallyport_request_duration_seconds_count"))
                    .containsExactlyInAnyOrder(
                            duration("request", "one", "first", "a", "2xx", 7),
                            duration("request", "one", "1", "b", "2xx", 4),
                            duration("request", "one", "2", "dead", "5xx", 1),
                            duration("request", "one", "3", "none", "5xx", 1),
                            duration("request", "none", "none", "none", "4xx", 4));
            assertThat(series(rig, "sallyport_upstream_request_duration_seconds_count"))
                    .containsExactlyInAnyOrder(
                            duration("upstream_request", "one", "first", "a", "2xx", 7),
                            duration("upstream_request", "one", "1", "b", "2xx", 4),
                            duration("upstream_request", "one", "1", "b", "5xx", 1),
                            duration("upstream_request", "one", "2", "dead", "none", 1));
        }
    }

    @Test
    void noPathHostOrMethodMakesASeries(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(document(rig, rig.backend(this::serve), rig.backend(this::serve)));
            Exchanges h2 = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            Random random = new Random(7);
            send(h2, random);
            List<String> names = names(rig);
            for (int i = 0; i < 1_000; i++) {
                send(h2, random);
            }
            rig.quiet();
            assertThat(names(rig)).isEqualTo(names);
            assertThat(rig.counted("method=\"other\"")).isEqualTo(3_003);
        }
    }

    private static void send(Exchanges client, Random random) {
        String noise = Long.toHexString(random.nextLong() | 1);
        HttpMethod method = HttpMethod.valueOf("X" + noise.toUpperCase(java.util.Locale.ROOT));
        Await.get(client.send(method, "/a/" + noise, request -> {}, null));
        Await.get(client.send(method, "/" + noise, request -> {}, null));
        Await.get(client.send(
                method,
                "/a",
                request -> request.authority(io.vertx.core.net.HostAndPort.create(noise + ".example.net", 443)),
                null));
    }

    @Test
    void aRemovedRoutesSeriesLeave(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(this::serve);
            rig.start(document(rig, backend, backend));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            client.get("/a");
            client.get("/b/x");
            rig.quiet();
            assertThat(rig.scrape()).contains("route=\"one\"");
            rig.document(rig.simpleDocument(backend));
            Await.until("the route's series gone", () -> !rig.scrape().contains("route=\"one\""));
            client.get("/a");
            rig.quiet();
            assertThat(series(rig, "sallyport_requests_total"))
                    .containsExactly("sallyport_requests_total{listener=\"public\",route=\"all\",rule=\"0\","
                            + "backend=\"app\",method=\"GET\",code=\"200\",reason=\"none\",} 1.0");
        }
    }

    @Test
    void reloadsRevisionsAndCertificatesAreTold(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(this::serve);
            String first = rig.simpleDocument(backend);
            rig.start(first);
            rig.refused("nonsense: true\n");
            rig.refused("nonsense: again\n");
            String second = first + "# other\n";
            rig.document(second);
            String revision = rig.gateway().snapshot().revision();
            Await.until("the revision in the scrape", () -> rig.scrape()
                    .contains("sallyport_config_info{revision=\"" + revision + "\",} 1.0"));
            assertThat(series(rig, "sallyport_config_info")).hasSize(1);
            assertThat(series(rig, "sallyport_config_reloads_total"))
                    .containsExactlyInAnyOrder(
                            "sallyport_config_reloads_total{result=\"taken\",} 2.0",
                            "sallyport_config_reloads_total{result=\"refused\",} 2.0");
            X509Certificate served = Handshakes.certificate(rig.port(), "shop.example.com");
            assertThat(rig.sum("sallyport_certificate_not_after_timestamp_seconds", "public.crt"))
                    .isEqualTo(served.getNotAfter().getTime() / 1_000.0);
            assertThat(series(rig, "sallyport_certificate_not_after_timestamp_seconds"))
                    .hasSize(2);
            assertThat(rig.scrape()).contains("sallyport_tls_engine_info{engine=\"openssl\",} 1.0");
        }
    }

    private void serve(HttpServerRequest request) {
        if ("/b/flaky".equals(request.path()) && flaky.getAndIncrement() == 0) {
            request.response().setStatusCode(503).end();
        } else if (request.method() == HttpMethod.POST) {
            request.response().setStatusCode(201).end(Buffer.buffer("made"));
        } else {
            TestBackend.answer(request, "ok");
        }
    }

    private static List<String> series(GatewayRig rig, String name) {
        return rig.scrape().lines().filter(line -> line.startsWith(name + "{")).toList();
    }

    /** All series without their values. */
    private static List<String> names(GatewayRig rig) {
        return rig.scrape()
                .lines()
                .filter(line -> line.startsWith("sallyport_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .sorted()
                .collect(Collectors.toList());
    }

    private static String request(
            String route, String rule, String backend, String method, int code, String reason, int count) {
        return ("sallyport_requests_total{listener=\"public\",route=\"%s\",rule=\"%s\",backend=\"%s\",method=\"%s\","
                        + "code=\"%d\",reason=\"%s\",} %d.0")
                .formatted(route, rule, backend, method, code, reason, count);
    }

    private static String duration(String kind, String route, String rule, String backend, String code, int count) {
        return "sallyport_%s_duration_seconds_count{route=\"%s\",rule=\"%s\",backend=\"%s\",code=\"%s\",} %d.0"
                .formatted(kind, route, rule, backend, code, count);
    }

    private static String document(GatewayRig rig, TestBackend a, TestBackend b) {
        return rig.httpsListener() + "backends:\n" + rig.mutualTlsBackend("a", a) + rig.mutualTlsBackend("b", b)
                + """
                  - {name: dead, endpoints: ["http://127.0.0.1:%d"]}
                routes:
                  - name: one
                    hostnames: [shop.example.com]
                    rules:
                      - name: first
                        matches: [{path: {type: PathPrefix, value: /a}}]
                        backendRefs: [{name: a}]
                      - matches: [{path: {type: PathPrefix, value: /b}}]
                        backendRefs: [{name: b}]
                        retry: {attempts: 1, codes: [503], backoff: 1ms}
                      - matches: [{path: {type: PathPrefix, value: /dead}}]
                        backendRefs: [{name: dead}]
                      - matches: [{path: {type: PathPrefix, value: /empty}}]
                        backendRefs: []
                """.formatted(GatewayRig.freePort());
    }
}
