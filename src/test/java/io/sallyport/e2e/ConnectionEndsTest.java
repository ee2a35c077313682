package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How connections of HTTP/1.1 end: by a word, by half, or by bytes that are none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionEndsTest {

    private static final String HOST = "Host: shop.example.com\r\n";
    private static final String HELD = "GET /held HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String GOOD = "GET /good HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String UPLOAD = " HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";

    private final int plain = GatewayRig.freePort();
    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
    private GatewayRig rig;

    /** A request at the backend, and how it ends there: well, or not. */
    private record Held(HttpServerRequest request, Promise<Boolean> end) {}

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).lanes(1, 16);
        TestBackend backend = rig.plainBackend(this::serve);
        rig.start(rig.plainDocument(backend.url())
                .replace("backends:\n", "  - {name: plain, port: " + plain + ", protocol: HTTP}\nbackends:\n"));
    }

    private void serve(HttpServerRequest request) {
        Promise<Boolean> end = Promise.promise();
        request.exceptionHandler(failure -> end.tryComplete(false));
        request.endHandler(v -> end.tryComplete(true));
        switch (request.uri()) {
            case "/good" -> request.response().end("ok");
            case "/begun" -> {
                request.response().setChunked(true).write("part");
                held.add(new Held(request, end));
            }
            default -> held.add(new Held(request, end));
        }
    }

    private Held atBackend() throws InterruptedException {
        return Objects.requireNonNull(held.poll(60, TimeUnit.SECONDS), "no request came");
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
        assertThat(held).isEmpty();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), plain);
    }

    /** What the one event loop was told before this returns it has seen. */
    private void barrier() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (Wire wire = new Wire(connect())) {
                assertThat(wire.send(GOOD).head()).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aClientThatEndsItsSideGetsItsAnswer() throws Exception {
        Socket socket = connect();
        try (Wire wire = new Wire(socket).send(HELD)) {
            Held request = atBackend();
            socket.shutdownOutput();
            barrier();
            request.request().response().end("late");
            assertThat(wire.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(wire.rest()).isEqualTo("late");
        }
    }

    @Test
    void aClientThatEndsItsSideGetsAllAnswersToWhatItPipelined() throws Exception {
        Socket socket = connect();
        try (Wire wire = new Wire(socket).send(HELD + GOOD + GOOD)) {
            Held request = atBackend();
            socket.shutdownOutput();
            barrier();
            request.request().response().end("late");
            assertThat(wire.rest()).matches("(?s)HTTP/1.1 200 .*late(HTTP/1.1 200 .*ok){2}");
        }
    }

    @Test
    void aClientThatEndsItsSideWithinARequestIsGone() throws Exception {
        Socket socket = connect();
        try (Wire wire = new Wire(socket).send("POST /upload" + UPLOAD)) {
            Held request = atBackend();
            socket.shutdownOutput();
            assertThat(wire.ended()).isTrue();
            assertThat(Await.get(request.end().future())).isFalse();
        }
    }

    @Test
    void aClientThatEndsItsSideWithoutARequestIsLetGo() throws Exception {
        Socket socket = connect();
        try (Wire wire = new Wire(socket).send(GOOD)) {
            assertThat(wire.head()).startsWith("HTTP/1.1 200");
            assertThat(wire.read(2)).isEqualTo("ok");
            socket.shutdownOutput();
            assertThat(wire.ended()).isTrue();
        }
    }

    /** It looks the same as one that ended its side; the backend is not kept for it for ever. */
    @Test
    void aClientThatIsGoneFreesTheBackend() throws Exception {
        Socket socket = connect();
        new Wire(socket).send(HELD);
        Held request = atBackend();
        long before = rig.counted("reason=\"CLIENT_CLOSED\"");
        Promise<Void> closed = Promise.promise();
        request.request().connection().closeHandler(v -> closed.complete());
        socket.close();
        Await.get(closed.future());
        rig.counts(before + 1, "reason=\"CLIENT_CLOSED\"");
    }

    @Test
    void theWordCloseCountsWithinAList() throws Exception {
        try (Wire wire = new Wire(connect())) {
            wire.send("GET /held HTTP/1.1\r\n" + HOST + "X-Hop: 1\r\nConnection: X-Hop , Close\r\n\r\n" + GOOD);
            Held request = atBackend();
            assertThat(request.request().headers().contains("x-hop")).isFalse();
            request.request().response().end("last");
            assertThat(wire.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(wire.rest()).isEqualTo("last");
        }
    }

    @Test
    void aBadChunkBeforeTheAnswerIsRefusedAndTakesTheRequestBack() throws Exception {
        try (Wire wire = new Wire(connect()).send("POST /upload" + UPLOAD)) {
            Held request = atBackend();
            wire.send("4 4\r\nabcd\r\n0\r\n\r\n");
            assertThat(wire.head()).startsWith("HTTP/1.1 400").containsIgnoringCase("connection: close");
            assertThat(wire.rest()).isEqualTo("Bad Request\n");
            assertThat(Await.get(request.end().future())).isFalse();
            rig.logged("\"path\":\"/upload\"", "\"code\":400", "\"reason\":\"BAD_REQUEST\"");
        }
    }

    @Test
    void aBadChunkWithinTheAnswerCutsBothSides() throws Exception {
        try (Wire wire = new Wire(connect()).send("POST /begun" + UPLOAD)) {
            Held request = atBackend();
            assertThat(wire.head()).startsWith("HTTP/1.1 200");
            wire.until("part");
            wire.send("4\nabcd\r\n0\r\n\r\n");
            assertThatThrownBy(wire::rest).isInstanceOf(IOException.class);
            assertThat(Await.get(request.end().future())).isFalse();
            rig.logged("\"path\":\"/begun\"", "\"code\":200", "\"reason\":\"BAD_REQUEST\"");
        }
    }

    @Test
    void aBadHeadIsRefusedAfterTheAnswersBeforeIt() throws Exception {
        try (Wire wire = new Wire(connect()).send(HELD + "GET  /bad HTTP/1.1\r\n" + HOST + "\r\n" + GOOD)) {
            Held request = atBackend();
            barrier();
            request.request().response().end("first");
            assertThat(wire.rest()).matches("(?s)HTTP/1.1 200 .*firstHTTP/1.1 400 .*Bad Request\n");
        }
    }

    @Test
    void aBadBodyIsRefusedAfterTheAnswersBeforeIt() throws Exception {
        try (Wire wire = new Wire(connect()).send(HELD + "POST /upload" + UPLOAD + "xyz\r\n" + GOOD)) {
            Held request = atBackend();
            barrier();
            request.request().response().end("first");
            assertThat(wire.rest()).matches("(?s)HTTP/1.1 200 .*firstHTTP/1.1 400 .*Bad Request\n");
        }
    }

    @Test
    void aRefusalIsReadByAClientThatIsStillSending() throws Exception {
        try (Wire wire = new Wire(connect())) {
            wire.send("GET  /bad HTTP/1.1\r\n" + HOST + "\r\n" + "x".repeat(500_000));
            assertThat(wire.head()).startsWith("HTTP/1.1 400");
        }
    }
}
