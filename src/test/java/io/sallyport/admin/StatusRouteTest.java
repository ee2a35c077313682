package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Violation;
import io.sallyport.config.WarningKind;
import io.sallyport.e2e.Await;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.source.LastGoodInfo;
import io.sallyport.source.Refused;
import io.sallyport.source.SourceInfo;
import io.sallyport.source.Status;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRouteTest {

    private static final SocketAddress LOOPBACK = SocketAddress.inetSocketAddress(40_000, "127.0.0.1");
    private static final SocketAddress ELSEWHERE = SocketAddress.inetSocketAddress(40_000, "192.0.2.7");
    private static final Instant TAKEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant REFUSED = Instant.parse("2026-01-02T03:05:00Z");
    private static final Status REFUSED_ONE = new Status(
            "aaaaaaaaaaaa",
            TAKEN,
            new SourceInfo("file", "gateway.yaml"),
            null,
            new Refused(
                    "bbbbbbbbbbbb", REFUSED, List.of(new Violation(3, 9, "listeners[0].port", "\"x\"", "1 to 65535"))),
            List.of(new Violation(7, 2, "backends[0].endpoints[0]", "http", "https", WarningKind.PLAINTEXT)),
            new LastGoodInfo("aaaaaaaaaaaa", TAKEN),
            true);

    private final GatewayState state = new GatewayState();
    private final StatusRoute route = new StatusRoute(state);

    @Test
    void loopbackIsToldEverything() {
        runs(REFUSED_ONE, false);

        assertThat(route.page(LOOPBACK)).isEqualTo(new JsonObject("""
                {"revision": "aaaaaaaaaaaa", "takenAt": "2026-01-02T03:04:05Z",
                 "source": {"kind": "file", "name": "gateway.yaml"}, "listeners": [], "certificates": [],
                 "refused": {"revision": "bbbbbbbbbbbb", "at": "2026-01-02T03:05:00Z", "violations": [
                   {"line": 3, "column": 9, "field": "listeners[0].port", "found": "\\"x\\"", "allowed": "1 to 65535"}]},
                 "warnings": [
                   {"line": 7, "column": 2, "field": "backends[0].endpoints[0]", "found": "http", "allowed": "https",
                    "kind": "plaintext"}],
                 "lastGood": {"revision": "aaaaaaaaaaaa", "at": "2026-01-02T03:04:05Z"},
                 "onLastGood": true}
                """));
    }

    @Test
    void elsewhereIsToldNoTopology() {
        runs(REFUSED_ONE, false);

        assertThat(route.page(ELSEWHERE)).isEqualTo(new JsonObject("""
                {"revision": "aaaaaaaaaaaa", "ready": false, "refused": true, "onLastGood": true}
                """));
    }

    @Test
    void elsewhereIsToldEverythingIfTheOperatorSaysSo() {
        runs(REFUSED_ONE, true);

        assertThat(route.page(ELSEWHERE)).isEqualTo(route.page(LOOPBACK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    void loopbackIsKnownInEachForm(String address) {
        runs(REFUSED_ONE, false);

        assertThat(route.page(SocketAddress.inetSocketAddress(1, address)).fieldNames())
                .contains("source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "0.0.0.0", "::2", "fe80::1", "::ffff:10.0.0.1"})
    void allElseIsElsewhere(String address) {
        runs(REFUSED_ONE, false);

        assertThat(route.page(SocketAddress.inetSocketAddress(1, address)).fieldNames())
                .containsExactly("revision", "ready", "refused", "onLastGood");
    }

    @Test
    void aPeerWithoutAnAddressIsElsewhere() {
        runs(REFUSED_ONE, false);

        assertThat(route.page(null).fieldNames()).doesNotContain("source");
        assertThat(route.page(SocketAddress.domainSocketAddress("/run/x")).fieldNames())
                .doesNotContain("source");
    }

    @Test
    void aMissingDocumentIsTold() {
        runs(status("the file does not exist"), false);

        assertThat(route.page(LOOPBACK).getJsonObject("source").getString("missing"))
                .isEqualTo("the file does not exist");
        assertThat(route.page(ELSEWHERE).encode()).doesNotContain("exist");
    }

    @Test
    void beforeTheGatewayRunsThereIsNothingToTell() {
        assertThat(route.page(LOOPBACK)).isEqualTo(new JsonObject("""
                {"revision": null, "takenAt": null, "source": null, "listeners": [], "certificates": [],
                 "refused": null, "warnings": [], "lastGood": null, "onLastGood": false}
                """));
        assertThat(state.started()).isFalse();
        assertThat(state.ready()).isFalse();
    }

    @Test
    void startedIsThatADocumentWasTriedOrMissed() {
        runs(status(null), false);
        assertThat(state.started()).isFalse();
        runs(status("the file does not exist"), false);
        assertThat(state.started()).isTrue();
        runs(REFUSED_ONE, false);
        assertThat(state.started()).isTrue();
    }

    @Test
    void onlyReadsAndNothingIsKept() {
        runs(REFUSED_ONE, false);
        Vertx vertx = Vertx.vertx();
        try {
            Router router = Router.router(vertx);
            route.register(() -> router);
            HttpServer server =
                    Await.get(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));

            HttpClientResponse read = ask(vertx, server, HttpMethod.GET);
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.getHeader("cache-control")).isEqualTo("no-store");
            assertThat(read.getHeader("content-type")).isEqualTo("application/json");
            assertThat(ask(vertx, server, HttpMethod.HEAD).statusCode()).isEqualTo(200);
            HttpClientResponse write = ask(vertx, server, HttpMethod.POST);
            assertThat(write.statusCode()).isEqualTo(405);
            assertThat(write.getHeader("allow")).isEqualTo("GET, HEAD");
        } finally {
            Await.get(vertx.close());
        }
    }

    private static HttpClientResponse ask(Vertx vertx, HttpServer server, HttpMethod method) {
        return Await.get(vertx.createHttpClient()
                .request(method, server.actualPort(), "127.0.0.1", "/status")
                .compose(request ->
                        request.putHeader("x-forwarded-for", "127.0.0.1").send()));
    }

    private void runs(Status status, boolean remote) {
        state.runs(new GatewayState.Running(() -> status, Snapshot::none, remote));
    }

    private static Status status(@Nullable String missing) {
        return new Status(null, null, new SourceInfo("file", "gateway.yaml"), missing, null, List.of(), null, false);
    }
}
