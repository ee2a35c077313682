package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trusted clients are told which way a request went, on a listener that allows it. */
class AnswerHeadersTest {

    private static GatewayRig start(Path directory, List<String> trusted, String listener) throws Exception {
        GatewayRig rig = new GatewayRig(directory).trust(trusted);
        TestBackend backend = rig.backend(request -> {
            request.response().putHeader("x-sallyport-route", "forged");
            TestBackend.answer(request, "ok");
        });
        return rig.start(rig.httpsListener() + listener + "backends:\n" + rig.mutualTlsBackend("app", backend) + """
                routes:
                  - name: shop
                    rules:
                      - {name: first, matches: [{path: {value: /named}}], backendRefs: [{name: app}]}
                      - {matches: [{path: {value: /second}}], backendRefs: [{name: app}]}
                      - matches: [{path: {value: /moved}}]
                        filters:
                          - {type: RequestRedirect, requestRedirect: {hostname: www.example.com}}
                          - {type: CORS, cors: {allowOrigins: ["*"]}}
                """);
    }

    private static Map<String, String> told(Exchanges.Answer answer) {
        Map<String, String> told = new TreeMap<>();
        answer.headers().forEach(field -> {
            if (field.getKey().startsWith("x-sallyport-")) {
                told.merge(field.getKey().substring("x-sallyport-".length()), field.getValue(), String::concat);
            }
        });
        return told;
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void tellTheWayToTrustedClients(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = start(directory, GatewayRig.LOOPBACK, "    answerHeaders: true\n")) {
            Exchanges client = new Exchanges(rig.client(version), rig.port(), "shop.example.com");
            String revision = java.util.Objects.requireNonNull(rig.status().revision());
            assertThat(told(client.get("/named")))
                    .isEqualTo(Map.of("route", "shop", "rule", "first", "backend", "app", "revision", revision));
            assertThat(told(client.get("/second"))).containsEntry("rule", "1");
            assertThat(told(client.get("/none"))).isEqualTo(Map.of("reason", "NO_ROUTE", "revision", revision));
            Map<String, String> moved =
                    Map.of("reason", "REDIRECT", "route", "shop", "rule", "2", "revision", revision);
            assertThat(told(client.get("/moved"))).isEqualTo(moved);
            Exchanges.Answer preflight = Await.get(client.send(
                    HttpMethod.OPTIONS,
                    "/moved",
                    request ->
                            request.putHeader("origin", "http://a").putHeader("access-control-request-method", "GET"),
                    null));
            assertThat(told(preflight))
                    .containsEntry("reason", "CORS_PREFLIGHT")
                    .containsEntry("rule", "2");
        }
    }

    @Test
    void tellNobodyElse(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = start(directory, List.of("192.0.2.0/24"), "    answerHeaders: true\n")) {
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            assertThat(told(client.get("/named"))).isEmpty();
        }
    }

    @Test
    void tellNothingWhereTheListenerDoesNotAllowIt(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = start(directory, GatewayRig.LOOPBACK, "")) {
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            assertThat(told(client.get("/named"))).isEmpty();
        }
    }
}
