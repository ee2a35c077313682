package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is slow is waited for so long, and told so where there is something to answer. */
class SlowClientsTest {

    private static final String HOST = "shop.example.com";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    private static final String ANSWER = "ok";

    private static GatewayRig rig;
    private static TestBackend backend;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).trust(GatewayRig.LOOPBACK).idle(Duration.ofSeconds(2));
        backend = rig.plainBackend(request -> {
            if ("/quick".equals(request.path())) {
                request.response().setChunked(true).write(ANSWER);
                request.body().onSuccess(body -> request.response().end());
            } else if (request.method() == HttpMethod.POST) {
                request.body().onSuccess(body -> TestBackend.answer(request, ANSWER));
            } else {
                TestBackend.answer(request, ANSWER);
            }
        });
        rig.start(rig.httpsListener()
                + "    limits: {headerTimeout: 300ms, bodyTimeout: 300ms, handshakeTimeout: 300ms}\n"
                + rig.plainDocumentWith("timeouts: {request: 1s}", backend.url())
                        .substring(rig.httpsListener().length()));
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    private static void ends(String reason, double more) {
        Await.until(reason, () -> ended(reason) >= more);
    }

    private static double ended(String reason) {
        return rig.sum("sallyport_connections_ended_total", "reason=\"" + reason + "\"");
    }

    private static long timeouts() {
        return rig.counted("code=\"408\"", "reason=\"REQUEST_TIMEOUT\"");
    }

    @Test
    void aHeadThatDoesNotEndIsAnswered408() throws Exception {
        long before = timeouts();
        double ended = ended("HEADER_TIMEOUT");
        Wire wire = rig.wire(HOST).send("GET / HTTP/1.1\r\nHost: shop");
        assertThat(wire.head())
                .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                .contains("connection: close")
                .contains("x-sallyport-reason: REQUEST_TIMEOUT");
        assertThat(wire.rest()).isEqualTo("Request Timeout\n");
        rig.counts(before + 1, "code=\"408\"", "reason=\"REQUEST_TIMEOUT\"");
        ends("HEADER_TIMEOUT", ended + 1);
        assertThat(rig.logged("\"code\":408", "\"client\":\"127.0.0.1\"")).contains("\"reason\":\"REQUEST_TIMEOUT\"");
    }

    @Test
    void aSecondHeadOnTheConnectionHasTheSameTime() throws Exception {
        Wire wire = rig.wire(HOST).send(REQUEST + "GET /second HTT");
        assertThat(wire.head()).startsWith("HTTP/1.1 200");
        assertThat(wire.read(ANSWER.length())).isEqualTo(ANSWER);
        assertThat(wire.head()).startsWith("HTTP/1.1 408");
        assertThat(wire.rest()).isEqualTo("Request Timeout\n");
    }

    @Test
    void aBodyThatStallsIsAnswered408AndItsUpstreamReset() throws Exception {
        long before = timeouts();
        Wire wire = rig.wire(HOST).send("POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 10\r\n\r\nabc");
        assertThat(wire.head()).startsWith("HTTP/1.1 408").containsIgnoringCase("connection: close");
        rig.counts(before + 1, "code=\"408\"", "reason=\"REQUEST_TIMEOUT\"");
        Await.until("the backend's connection gone", () -> backend.open() <= 2);
    }

    @Test
    void aStreamWhoseBodyStallsIsAnswered408AndTheConnectionStays() {
        Exchanges http2 = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), HOST);
        var stalled = stalled(HttpVersion.HTTP_2, "/", "text/plain");
        assertThat(Await.get(stalled).statusCode()).isEqualTo(408);
        assertThat(http2.get("/").status()).isEqualTo(200);
    }

    private static io.vertx.core.Future<io.vertx.core.http.HttpClientResponse> stalled(
            HttpVersion version, String path, String type) {
        return rig.client(version)
                .request(Exchanges.options(rig.port(), HOST, HttpMethod.POST, path))
                .compose(request -> {
                    request.exceptionHandler(failure -> {});
                    request.putHeader("content-type", type).setChunked(true).write("abc");
                    return request.response();
                });
    }

    /** A call of gRPC may be silent for long: its backend's time goes by, and it is the backend that is too slow. */
    @Test
    void aCallOfGrpcMayBeSilent() {
        var call = stalled(HttpVersion.HTTP_2, "/", "application/grpc");
        assertThat(Await.get(call).getHeader("x-sallyport-reason")).isEqualTo("UPSTREAM_TIMEOUT");
    }

    /** Drips, so that it never stalls: the request's own time is up while its client has yet to send. */
    @Test
    void aBodyThatDripsUntilTheRequestsTimeIsUpIsAnswered408() throws Exception {
        Wire wire = rig.wire(HOST).send("POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 1000\r\n\r\n");
        long timer = rig.vertx().setPeriodic(100, id -> drip(wire));
        assertThat(wire.head()).startsWith("HTTP/1.1 408");
        rig.vertx().cancelTimer(timer);
    }

    private static void drip(Wire wire) {
        try {
            wire.send("x");
        } catch (java.io.IOException e) {
            // The answer has come, and the connection is closed.
        }
    }

    @Test
    void onceTheAnswerHasBegunTheClientMayTakeItsTime() {
        var answered = rig.client(HttpVersion.HTTP_1_1)
                .request(Exchanges.options(rig.port(), HOST, HttpMethod.POST, "/quick"))
                .compose(request -> {
                    request.setChunked(true).write("abc");
                    return request.response().compose(response -> {
                        var body = response.body();
                        return rig.vertx()
                                .timer(500)
                                .compose(v -> request.end("d"))
                                .compose(v -> body);
                    });
                });
        assertThat(Await.get(answered).toString()).isEqualTo(ANSWER);
    }

    @Test
    void aHandshakeThatDoesNotEndIsCutAndCounted() throws Exception {
        double before = ended("HANDSHAKE_TIMEOUT");
        try (Socket socket = new Socket("127.0.0.1", rig.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        ends("HANDSHAKE_TIMEOUT", before + 1);
    }

    @Test
    void anIdleConnectionIsKeptForTheKeepAliveTimeAndThenClosed() throws Exception {
        double before = ended("IDLE");
        Wire fresh = rig.wire(HOST);
        Wire used = rig.wire(HOST).send(REQUEST);
        assertThat(used.head()).startsWith("HTTP/1.1 200");
        assertThat(fresh.rest()).isEmpty();
        assertThat(used.rest()).isEqualTo(ANSWER);
        ends("IDLE", before + 2);
    }

    @Test
    void anIdleHttp2ConnectionIsToldToGo() {
        double before = ended("IDLE");
        java.util.concurrent.CompletableFuture<Void> goAway = new java.util.concurrent.CompletableFuture<>();
        var client = rig.vertx()
                .httpClientBuilder()
                .with(rig.clientOptions(HttpVersion.HTTP_2))
                .withConnectHandler(connection -> connection.goAwayHandler(frame -> goAway.complete(null)))
                .build();
        assertThat(new Exchanges(client, rig.port(), HOST).get("/").status()).isEqualTo(200);
        Await.get(goAway);
        ends("IDLE", before + 1);
    }
}
