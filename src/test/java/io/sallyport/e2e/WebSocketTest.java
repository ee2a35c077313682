package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket through the gateway, with Vert.x' client and server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketTest {

    private static final Buffer CHUNK = Buffer.buffer(new byte[64 * 1024]);
    private static final long POURED = 128L << 20;
    /** Sockets and TLS records of two hops. */
    private static final long UNDER_WAY = 48L << 20;
    /** Long enough to pour all of it. */
    private static final long STOP_MILLIS = 1_000;

    private final Map<String, ServerWebSocket> atBackend = new ConcurrentHashMap<>();
    private GatewayRig rig;
    private Sockets client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).patient();
        rig.start(document());
        client = new Sockets(rig);
    }

    private String document() {
        TestBackend secured = rig.backend(this::serve);
        TestBackend plain = rig.plainBackend(this::serve);
        return rig.httpsListener() + "backends:\n" + rig.mutualTlsBackend("secured", secured)
                + """
                  - {name: plain, endpoints: [%s]}
                routes:
                  - name: all
                    rules:
                      - {matches: [{path: {value: /secured}}], backendRefs: [{name: secured}]}
                      - {matches: [{path: {value: /plain}}], backendRefs: [{name: plain}]}
                      - matches: [{path: {value: /short}}]
                        backendRefs: [{name: secured}]
                        timeouts: {request: 200ms, backendRequest: 100ms, streamIdle: 100ms}
                      - matches: [{path: {value: /idle}}]
                        backendRefs: [{name: secured}]
                        timeouts: {tunnelIdle: 150ms}
                """.formatted(plain.url());
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private void serve(HttpServerRequest request) {
        String path = request.path();
        request.toWebSocket().onSuccess(socket -> {
            atBackend.put(path, socket);
            switch (TestBackend.lastPart(request)) {
                case "/echo" ->
                    socket.frameHandler(frame -> {
                        if (!frame.isClose() && !frame.isPing()) {
                            socket.writeFrame(frame);
                        }
                    });
                case "/seen" ->
                    socket.handler(
                            any -> socket.writeTextMessage(request.headers().toString()));
                case "/pour" -> socket.handler(any -> pour(socket, new AtomicLong()));
                default -> socket.handler(any -> {});
            }
        });
    }

    private void pour(ServerWebSocket socket, AtomicLong sent) {
        socket.setWriteQueueMaxSize(CHUNK.length());
        while (!socket.writeQueueFull() && sent.get() < POURED) {
            socket.writeBinaryMessage(CHUNK);
            poured.set(sent.addAndGet(CHUNK.length()));
        }
        if (sent.get() < POURED) {
            socket.drainHandler(v -> pour(socket, sent));
        } else {
            socket.drainHandler(null);
        }
    }

    private final AtomicLong poured = new AtomicLong();

    private ServerWebSocket atBackend(String path) {
        Await.until("a WebSocket at " + path, () -> atBackend.containsKey(path));
        return java.util.Objects.requireNonNull(atBackend.get(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/secured/echo", "/plain/echo"})
    void passesMessagesBothWaysAndCountsOneExchange(String path) {
        String rule = path.startsWith("/secured") ? "rule=\"0\"" : "rule=\"1\"";
        long before = rig.counted(rule, "code=\"101\"");
        WebSocket socket = client.open(path);
        Promise<String> echoed = Promise.promise();
        socket.textMessageHandler(echoed::complete);
        socket.writeTextMessage("hello");

        assertThat(Await.get(echoed.future())).isEqualTo("hello");
        assertThat(rig.sum("sallyport_requests_in_flight{")).isEqualTo(1);
        Await.get(socket.close());
        String line = rig.logged("\"path\":\"" + path + "\"");
        assertThat(line).contains("\"code\":101", "\"reason\":\"none\"", "\"attempts\":1", "\"method\":\"GET\"");
        assertThat(line).doesNotContain("\"bytes_in\":0", "\"bytes_out\":0");
        rig.counts(before + 1, rule, "code=\"101\"");
    }

    @Test
    void theBackendSeesAHandshakeOfThisConnection() {
        WebSocket socket = client.open("/secured/seen", options -> options.addHeader("x-forwarded-for", "6.6.6.6")
                .addHeader("x-sallyport-reason", "forged"));
        Promise<String> seen = Promise.promise();
        socket.textMessageHandler(seen::complete);
        socket.writeTextMessage("what do you see?");

        assertThat(Await.get(seen.future()))
                .containsIgnoringCase("upgrade=websocket")
                .containsIgnoringCase("connection=Upgrade")
                .containsIgnoringCase("host=shop.example.com")
                .containsIgnoringCase("x-forwarded-for=127.0.0.1")
                .containsIgnoringCase("x-forwarded-proto=https")
                .doesNotContain("6.6.6.6", "forged");
        Await.get(socket.close());
    }

    @Test
    void passesFragmentsAsTheyAre() {
        WebSocket socket = client.open("/secured/echo");
        Promise<String> frames = Promise.promise();
        StringBuilder seen = new StringBuilder();
        socket.frameHandler(frame -> {
            seen.append(frame.textData()).append(frame.isFinal() ? '.' : '-');
            if (frame.isFinal()) {
                frames.tryComplete(seen.toString());
            }
        });
        socket.writeFrame(WebSocketFrame.textFrame("a", false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("b"), false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("c"), true));

        assertThat(Await.get(frames.future())).isEqualTo("a-b-c.");
        Await.get(socket.close());
    }

    @Test
    void passesPingAndPongBothWays() {
        WebSocket socket = client.open("/secured/quiet");
        Promise<Buffer> pong = Promise.promise();
        socket.pongHandler(pong::tryComplete);
        socket.writePing(Buffer.buffer("are you there"));
        assertThat(Await.get(pong.future()).toString()).isEqualTo("are you there");

        ServerWebSocket backend = atBackend("/secured/quiet");
        Promise<Buffer> fromClient = Promise.promise();
        backend.pongHandler(fromClient::tryComplete);
        backend.writePing(Buffer.buffer("and you"));
        assertThat(Await.get(fromClient.future()).toString()).isEqualTo("and you");
        Await.get(socket.close());
    }

    @Test
    void passesCloseCodesBothWays() {
        WebSocket first = client.open("/secured/first");
        ServerWebSocket atFirst = atBackend("/secured/first");
        Promise<Void> closed = Promise.promise();
        atFirst.closeHandler(v -> closed.complete());
        Await.get(first.close((short) 4001, "client's"));
        Await.get(closed.future());
        assertThat(atFirst.closeStatusCode()).isEqualTo((short) 4001);
        assertThat(atFirst.closeReason()).isEqualTo("client's");

        WebSocket second = client.open("/secured/second");
        Promise<Void> ended = Promise.promise();
        second.closeHandler(v -> ended.complete());
        atBackend("/secured/second").close((short) 4002, "backend's");
        Await.get(ended.future());
        assertThat(second.closeStatusCode()).isEqualTo((short) 4002);
        assertThat(second.closeReason()).isEqualTo("backend's");
    }

    @Test
    void leavesCompressedMessagesAsTheyAre() {
        Sockets deflating = new Sockets(rig, Sockets.options(rig).setTryUsePerMessageCompression(true));
        WebSocket socket = deflating.open("/plain/deflated/echo");
        assertThat(atBackend("/plain/deflated/echo").headers().get("sec-websocket-extensions"))
                .contains("permessage-deflate");
        Promise<String> echoed = Promise.promise();
        socket.textMessageHandler(echoed::complete);
        String text = "again and ".repeat(5_000);
        socket.writeTextMessage(text);

        assertThat(Await.get(echoed.future())).isEqualTo(text);
        Await.get(socket.close());
    }

    @Test
    void aSlowReaderStopsTheWriter() {
        WebSocket socket = client.open("/secured/pour");
        AtomicLong read = new AtomicLong();
        Promise<Long> whileStopped = Promise.promise();
        Promise<Void> all = Promise.promise();
        socket.handler(chunk -> {
            if (read.addAndGet(chunk.length()) == POURED) {
                all.complete();
            }
        });
        socket.pause();
        socket.writeTextMessage("begin");
        rig.vertx().setTimer(STOP_MILLIS, id -> {
            whileStopped.complete(poured.get());
            socket.resume();
        });

        assertThat(Await.get(whileStopped.future())).isPositive().isLessThan(UNDER_WAY);
        Await.get(all.future());
        Await.get(socket.close());
    }

    @Test
    void isNotCutByTheLimitsOfRequestsAndStreams() {
        WebSocket socket = client.open("/short/echo");
        Promise<String> late = Promise.promise();
        socket.textMessageHandler(late::complete);
        rig.vertx().setTimer(500, id -> socket.writeTextMessage("still here"));

        assertThat(Await.get(late.future())).isEqualTo("still here");
        Await.get(socket.close());
        String line = rig.logged("/short/echo");
        double all = Double.parseDouble(line.replaceAll(".*\"duration_ms\":([0-9.]+).*", "$1"));
        double handshake = 1_000 * rig.sum("sallyport_request_duration_seconds_sum{", "rule=\"2\"", "code=\"1xx\"");
        assertThat(handshake).isPositive().isLessThan(all - 450);
    }

    @Test
    void isToldToGoWhenItIsIdle() {
        WebSocket socket = client.open("/idle/quiet");
        ServerWebSocket backend = atBackend("/idle/quiet");
        Promise<Void> closed = Promise.promise();
        backend.closeHandler(v -> closed.complete());
        Promise<Void> ended = Promise.promise();
        socket.closeHandler(v -> ended.complete());

        Await.get(ended.future());
        assertThat(socket.closeStatusCode()).isEqualTo((short) 1001);
        Await.get(closed.future());
        assertThat(backend.closeStatusCode()).isEqualTo((short) 1001);
        rig.logged("/idle/quiet", "\"code\":101", "\"reason\":\"UPSTREAM_TIMEOUT\"");
    }

    @Test
    void isNotIdleWhileOneSideSends() {
        WebSocket socket = client.open("/idle/echo");
        AtomicLong echoes = new AtomicLong();
        socket.textMessageHandler(text -> echoes.incrementAndGet());
        long ticks = rig.vertx().setPeriodic(20, id -> socket.writeTextMessage("tick"));
        Await.until("echoes for twice the limit", () -> echoes.get() > 20);
        rig.vertx().cancelTimer(ticks);
        Await.get(socket.close());
        rig.logged("/idle/echo", "\"reason\":\"none\"");
    }

    @Test
    void survivesAChangeOfTheDocumentAndOfItsRoute() {
        WebSocket socket = client.open("/plain/kept/echo");
        String before = rig.status().revision();
        rig.document(rig.httpsListener() + """
                backends:
                  - {name: other, endpoints: ["http://127.0.0.1:9"]}
                routes:
                  - name: other
                    rules: [{backendRefs: [{name: other}]}]
                """);
        Promise<String> echoed = Promise.promise();
        socket.textMessageHandler(echoed::complete);
        socket.writeTextMessage("still here");

        assertThat(Await.get(echoed.future())).isEqualTo("still here");
        assertThat(rig.status().revision()).isNotEqualTo(before);
        Await.get(socket.close());
        rig.document(document());
    }

    @Test
    void endsOnceWhicheverSideDies() {
        for (int i = 0; i < 10; i++) {
            WebSocket socket = client.open("/plain/dies" + i + "/quiet");
            ServerWebSocket backend = atBackend("/plain/dies" + i + "/quiet");
            Promise<Void> first = Promise.promise();
            Promise<Void> second = Promise.promise();
            socket.closeHandler(v -> first.complete());
            backend.closeHandler(v -> second.complete());
            if (i % 2 == 0) {
                Sockets.kill(socket);
            } else {
                Sockets.kill(backend);
            }
            Await.get(Future.all(first.future(), second.future()));
            rig.logged("/plain/dies" + i + "/quiet", "\"code\":101");
        }
        assertThat(rig.accessLog().lines().filter(line -> line.contains("/plain/dies")))
                .hasSize(10);
    }

    @Test
    void carriesManyAtOnce() {
        List<Future<WebSocket>> opening = java.util.stream.IntStream.range(0, 60)
                .mapToObj(i -> client.opening("/plain/many/echo", options -> {}))
                .toList();
        Await.get(Future.all(opening));
        AtomicLong echoed = new AtomicLong();
        opening.forEach(each -> {
            each.result().textMessageHandler(text -> echoed.incrementAndGet());
            each.result().writeTextMessage("hello");
        });
        Await.until("all echoes", () -> echoed.get() == opening.size());
        opening.forEach(each -> Await.get(each.result().close()));
    }
}
