package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who leaves early takes nobody along, and leaves nothing behind; half an answer never looks whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancellationTest {

    private static final Buffer CHUNK = Buffer.buffer("z".repeat(16 * 1024));

    private final Map<String, Promise<Void>> gone = new ConcurrentHashMap<>();
    private final BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
    private GatewayRig rig;
    private RawBackend dying;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend one = rig.backend(HttpVersion.HTTP_1_1, this::serve);
        TestBackend two = rig.backend(HttpVersion.HTTP_2, this::serve);
        dying = rig.closing(new RawBackend(CancellationTest::die));
        rig.start(rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("one", one)
                + rig.mutualTlsBackend("two", two)
                + "  - {name: dying, endpoints: [" + dying.url() + "]}\n"
                + """
                routes:
                  - name: all
                    rules:
                      - {name: one, matches: [{path: {value: /HTTP_1_1}}], backendRefs: [{name: one}]}
                      - {name: two, matches: [{path: {value: /HTTP_2}}], backendRefs: [{name: two}]}
                      - {name: dying, matches: [{path: {value: /dying}}], backendRefs: [{name: dying}]}
                """);
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    static Stream<Arguments> combinations() {
        return ProtocolsTest.combinations();
    }

    private void serve(HttpServerRequest request) {
        Promise<Void> left = gone.computeIfAbsent(request.uri(), uri -> Promise.promise());
        request.exceptionHandler(failure -> left.tryComplete());
        request.response().exceptionHandler(failure -> left.tryComplete());
        request.response().closeHandler(v -> left.tryComplete());
        switch (TestBackend.lastPart(request)) {
            case "/hold", "/upload" -> {
                request.handler(chunk -> {});
                held.add(request);
            }
            case "/endless" -> {
                request.response().setChunked(true);
                pour(request, left);
            }
            case "/reset" -> {
                request.response().setChunked(true).write("part");
                request.connection().closeHandler(v -> {});
                held.add(request);
            }
            case "/refuse" -> request.response().setStatusCode(413).end(Buffer.buffer("r".repeat(1_000_000)));
            case "/echo" -> {
                request.response().setChunked(true).write("head");
                request.endHandler(v -> request.response().end());
            }
            default -> request.response().end("ok");
        }
    }

    /** Writes as fast as it is read, a little at a turn of the event loop, until the gateway leaves. */
    private void pour(HttpServerRequest request, Promise<Void> left) {
        if (left.future().isComplete()) {
            return;
        }
        request.response().write(CHUNK);
        if (request.response().writeQueueFull()) {
            request.response().drainHandler(v -> pour(request, left));
        } else {
            rig.vertx().runOnContext(v -> pour(request, left));
        }
    }

    private static void die(Wire wire, int number) throws java.io.IOException {
        String path = wire.head().split(" ", 3)[1];
        switch (path) {
            case "/dying/counted" -> wire.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n0123456789");
            case "/dying/chunked" ->
                wire.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n0123456789\r\n");
            default -> wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        }
    }

    private HttpServerRequest atBackend() throws InterruptedException {
        return java.util.Objects.requireNonNull(held.poll(60, TimeUnit.SECONDS), "no request came");
    }

    private HttpClientRequest request(HttpVersion down, HttpMethod method, String path) {
        return Await.get(rig.client(down).request(Exchanges.options(rig.port(), "shop.example.com", method, path)));
    }

    private static void leave(HttpClientRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.reset(8);
        } else {
            request.connection().close();
        }
    }

    private void counted(String rule, String path, String method) {
        rig.logged("\"path\":\"" + path + "\"", "\"code\":499", "\"reason\":\"CLIENT_CLOSED\"");
        Await.get(gone.computeIfAbsent(path, uri -> Promise.promise()).future());
        assertThat(rig.counted("rule=\"" + rule + "\"", "code=\"499\"", "reason=\"CLIENT_CLOSED\"", method))
                .isPositive();
    }

    private static String rule(HttpVersion up) {
        return up == HttpVersion.HTTP_2 ? "two" : "one";
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aClientThatLeavesBeforeTheAnswerFreesTheBackend(HttpVersion down, HttpVersion up) throws Exception {
        String path = "/" + up + "/from" + down + "/hold";
        HttpClientRequest request = request(down, HttpMethod.GET, path);
        request.end();
        atBackend();

        leave(request);

        counted(rule(up), path, "method=\"GET\"");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aClientThatLeavesWithinItsBodyFreesTheBackend(HttpVersion down, HttpVersion up) throws Exception {
        String path = "/" + up + "/from" + down + "/upload";
        HttpClientRequest request = request(down, HttpMethod.POST, path);
        request.setChunked(true).write(CHUNK);
        atBackend();

        leave(request);

        counted(rule(up), path, "method=\"POST\"");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aClientThatLeavesWithinTheAnswerFreesTheBackend(HttpVersion down, HttpVersion up) {
        String path = "/" + up + "/from" + down + "/endless";
        HttpClientRequest request = request(down, HttpMethod.GET, path);
        Promise<Buffer> first = Promise.promise();
        request.response().onSuccess(response -> response.handler(first::tryComplete));
        request.end();
        Await.get(first.future());

        leave(request);

        counted(rule(up), path, "method=\"GET\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aBackendThatDiesWithinItsAnswerIsNoEndOfTheAnswer(HttpVersion down) {
        Exchanges client = new Exchanges(rig.client(down), rig.port(), "shop.example.com");
        for (String path : List.of("/dying/counted", "/dying/chunked")) {
            assertThatThrownBy(() -> client.get(path)).as(path).isInstanceOf(IllegalStateException.class);
            rig.logged("\"path\":\"" + path + "\"", "\"code\":200", "\"reason\":\"UPSTREAM_RESET\"");
        }
        assertThat(client.get("/dying/well").text()).isEqualTo("ok");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aResetOfTheBackendIsNoEndOfTheAnswer(HttpVersion down, HttpVersion up) throws Exception {
        String path = "/" + up + "/from" + down + "/reset";
        HttpClientRequest request = request(down, HttpMethod.GET, path);
        Promise<Buffer> first = Promise.promise();
        Promise<Void> end = Promise.promise();
        request.response().onSuccess(response -> {
            response.handler(first::tryComplete);
            response.exceptionHandler(end::tryFail);
            response.endHandler(v -> end.tryComplete());
        });
        request.end();
        Await.get(first.future());

        leave(atBackend());

        assertThatThrownBy(() -> Await.get(end.future())).isInstanceOf(IllegalStateException.class);
        rig.logged("\"path\":\"" + path + "\"", "\"code\":200", "\"reason\":\"UPSTREAM_RESET\"");
    }

    private static void leave(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(2);
        } else {
            request.connection().close();
        }
    }

    @Test
    void anOldClientDoesNotTakeACutForTheEnd() throws Exception {
        try (Wire wire = rig.wire("shop.example.com")) {
            wire.send("GET /dying/chunked HTTP/1.0\r\nHost: shop.example.com\r\n\r\n");
            assertThat(wire.head()).startsWith("HTTP/1.").contains("200 OK").doesNotContain("chunked");

            assertThatThrownBy(wire::rest).isInstanceOf(java.io.IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void anAnswerThatComesBeforeTheBodysEndIsWhole(HttpVersion down, HttpVersion up) {
        String path = "/" + up + "/from" + down + "/refuse";
        HttpClientRequest request = request(down, HttpMethod.POST, path);
        Future<Buffer> answer = request.response().compose(HttpClientResponse::body);
        request.exceptionHandler(failure -> {});
        request.setChunked(true).write(CHUNK);

        assertThat(Await.get(answer).length()).isEqualTo(1_000_000);
        assertThat(request.response().result().statusCode()).isEqualTo(413);
        rig.logged("\"path\":\"" + path + "\"", "\"code\":413", "\"reason\":\"none\"");
    }

    @Test
    void anAnswerThatBeginsBeforeTheBodysEndLeavesOtherStreamsAlone() throws Exception {
        var client = rig.client(HttpVersion.HTTP_2);
        Exchanges exchanges = new Exchanges(client, rig.port(), "shop.example.com");
        Future<Exchanges.Answer> other = exchanges.send(HttpMethod.GET, "/HTTP_1_1/hold", request -> {}, null);
        HttpServerRequest waiting = atBackend();
        HttpClientRequest echo = Await.get(
                client.request(Exchanges.options(rig.port(), "shop.example.com", HttpMethod.POST, "/HTTP_1_1/echo")));
        Promise<Void> began = Promise.promise();
        Promise<Void> ended = Promise.promise();
        echo.response().onSuccess(response -> {
            response.handler(chunk -> began.tryComplete());
            response.endHandler(v -> ended.tryComplete());
        });
        echo.setChunked(true).write("begin");
        Await.get(began.future());
        echo.end();
        Await.get(ended.future());

        waiting.response().end("still here");

        assertThat(Await.get(other).text()).isEqualTo("still here");
    }
}
