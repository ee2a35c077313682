package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway answers by itself, and what becomes of the connection afterwards. */
class LocalRepliesTest {

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8");

    private static String document(GatewayRig rig, TestBackend backend) {
        return rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("app", backend)
                + "  - {name: closed, endpoints: ['http://127.0.0.1:" + GatewayRig.freePort() + "']}\n"
                + """
                routes:
                  - name: all
                    rules:
                      - matches: [{path: {value: /app}}]
                        backendRefs: [{name: app}]
                      - {name: closed, matches: [{path: {value: /closed}}], backendRefs: [{name: closed}]}
                      - {name: nothing, matches: [{path: {value: /nothing}}]}
                      - name: debug
                        matches: [{path: {value: /query}, queryParams: [{name: debug, value: "1"}]}]
                        backendRefs: [{name: app}]
                      - {name: zero, matches: [{path: {value: /zero}}], backendRefs: [{name: app, weight: 0}]}
                """;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /none, 404, NO_ROUTE",
        "GET, /nothing, 500, NO_BACKEND",
        "GET, /zero, 503, NO_WEIGHT",
        "GET, /closed, 503, UPSTREAM_CONNECT_FAILED",
        "TRACE, /app, 405, METHOD_NOT_ALLOWED"
    })
    void haveAStatusAndAReason(String method, String path, int status, String reason, @TempDir Path directory)
            throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).trust(LOOPBACK)) {
            rig.start(document(rig, rig.backend(request -> TestBackend.answer(request, "ok"))));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            Exchanges.Answer answer = Await.get(client.send(HttpMethod.valueOf(method), path, request -> {}, null));
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers().get("x-sallyport-reason")).isEqualTo(reason);
            rig.quiet();
            assertThat(rig.counted("code=\"" + status + "\"", "reason=\"" + reason + "\""))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/query?debug=1, 200",
        "/query?a=b&debug=1&debug=2, 200",
        "/query?DEBUG=1, 404",
        "/query?debug=2, 404",
        "/query?a=b;debug=1, 404",
        "/query?debug=1&token=secret%zz, 200",
        "/query?debug=%zz, 404",
        "/query, 404"
    })
    void meetQueriesThatNoRuleTakes(String path, int status, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(document(rig, rig.backend(request -> TestBackend.answer(request, "ok"))));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            assertThat(client.get(path).status()).isEqualTo(status);
        }
    }

    @Test
    void refuseAnUpgrade(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).trust(LOOPBACK)) {
            rig.start(document(rig, rig.backend(request -> TestBackend.answer(request, "ok"))));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            Exchanges.Answer answer = client.get("/app", request -> request.putHeader("connection", "upgrade")
                    .putHeader("upgrade", "irc/6.9"));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.headers().get("x-sallyport-reason")).isEqualTo("UPGRADE_REFUSED");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT shop.example.com:443 HTTP/1.1, 405",
        "GET /app HTTP/1.1~Connection: upgrade~Upgrade: irc/6.9, 403"
    })
    void endAConnectionOnWhichAnotherProtocolMayFollow(String head, int status, @TempDir Path directory)
            throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(document(rig, rig.backend(request -> TestBackend.answer(request, "ok"))));
            Wire wire = rig.wire("shop.example.com");
            String host = "\r\nHost: shop.example.com\r\n\r\n";
            wire.send(head.replace("~", "\r\n") + host + "GET /app HTTP/1.1" + host);

            assertThat(wire.head()).startsWith("HTTP/1.1 " + status).containsIgnoringCase("connection: close\r\n");
            assertThat(wire.rest()).doesNotContain("HTTP/1.1");
            rig.quiet();
            assertThat(rig.counted("code=\"" + status + "\"")).isEqualTo(1);
            assertThat(rig.counted("")).isEqualTo(1);
        }
    }

    @Test
    void tellTheReasonToTrustedClientsOnly(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(document(rig, rig.backend(request -> TestBackend.answer(request, "ok"))));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            Exchanges.Answer answer = client.get("/none");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.headers().contains("x-sallyport-reason")).isFalse();
            assertThat(answer.text()).isEqualTo("Not Found\n");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void leaveTheConnectionInUse(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(document(rig, rig.backend(request -> TestBackend.answer(request, "ok"))));
            Exchanges client = new Exchanges(
                    rig.vertx().createHttpClient(rig.clientOptions(version).setMaxPoolSize(1)),
                    rig.port(),
                    "shop.example.com");
            Exchanges.Answer head = Await.get(client.send(HttpMethod.HEAD, "/none", request -> {}, null));
            assertThat(head.status()).isEqualTo(404);
            assertThat(head.headers().get("content-length")).isEqualTo("10");
            assertThat(head.body().length()).isZero();
            assertThat(head.headers().contains("connection")).isFalse();
            assertThat(client.get("/app").text()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void reachAClientWhoseBodyNobodyReads(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(document(rig, rig.backend(request -> TestBackend.answer(request, "ok"))));
            Exchanges client = new Exchanges(rig.client(version), rig.port(), "shop.example.com");
            Buffer body = Buffer.buffer(new byte[200_000]);
            assertThat(Await.get(client.send(HttpMethod.POST, "/none", request -> {}, body))
                            .status())
                    .isEqualTo(404);
            assertThat(client.get("/app").text()).isEqualTo("ok");
            rig.quiet();
            assertThat(rig.counted("code=\"404\"", "reason=\"NO_ROUTE\"")).isEqualTo(1);
        }
    }
}
