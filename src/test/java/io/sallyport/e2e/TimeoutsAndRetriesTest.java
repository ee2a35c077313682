package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a request may take, and what is tried again. One rule for each behaviour, named by the path's first part. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeoutsAndRetriesTest {

    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();
    private final Promise<Void> cancelled = Promise.promise();
    private final StringBuilder rules = new StringBuilder();
    private GatewayRig rig;
    private Exchanges client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).lanes(1, 8);
        TestBackend one = rig.backend(HttpVersion.HTTP_1_1, this::serve);
        TestBackend two = rig.backend(HttpVersion.HTTP_2, this::serve);
        RawBackend raw = rig.closing(new RawBackend(this::serve));
        String closed = "http://127.0.0.1:" + GatewayRig.freePort();
        rule("slow", "one", "timeouts: {backendRequest: 100ms}");
        rule("slow-in-all", "one", "timeouts: {request: 150ms}, retry: {attempts: 5, backoff: 1ms}");
        rule("no-time-to-retry", "one", "timeouts: {request: 200ms}, retry: {attempts: 5, codes: [503], backoff: 10s}");
        rule("idle-one", "one", "timeouts: {streamIdle: 150ms}");
        rule("idle-two", "two", "timeouts: {streamIdle: 150ms}");
        rule("half-closed", "half", "retry: {attempts: 1}");
        rule("closed", "closed", "");
        rule("drop", "raw", "retry: {attempts: 2}");
        rule("once", "one", "retry: {attempts: 1, codes: [503]}");
        rule("early", "two", "retry: {attempts: 1, codes: [503]}");
        rule("always", "one", "retry: {attempts: 2, codes: [503], backoff: 1ms}");
        rule("refused-stream", "two", "retry: {attempts: 1}");
        rule("away", "two", "retry: {attempts: 1}");
        rule("stale", "raw", "");
        rig.start(rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("one", one)
                + rig.mutualTlsBackend("two", two)
                + "  - {name: raw, endpoints: [" + raw.url() + "]}\n"
                + "  - {name: half, endpoints: [" + closed + ", " + raw.url() + "]}\n"
                + "  - {name: closed, endpoints: [" + closed + "]}\n"
                + "routes:\n  - name: all\n    rules:\n" + rules);
        client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private void rule(String name, String backend, String more) {
        rules.append("      - {name: %s, matches: [{path: {value: /%s}}], backendRefs: [{name: %s}]%s}\n"
                .formatted(name, name, backend, more.isEmpty() ? "" : ", " + more));
    }

    private int count(String path) {
        return seen.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
    }

    private int seen(String path) {
        return seen.computeIfAbsent(path, key -> new AtomicInteger()).get();
    }

    private void serve(HttpServerRequest request) {
        String path = java.util.Objects.requireNonNull(request.path());
        int time = count(path);
        switch (path.split("/", -1)[1]) {
            case "slow" -> {
                request.response().exceptionHandler(failure -> cancelled.tryComplete());
                request.response().closeHandler(v -> cancelled.tryComplete());
            }
            case "slow-in-all" -> {}
            case "idle-one", "idle-two" -> request.response().setChunked(true).write("part");
            case "once" ->
                request.body().onSuccess(body -> request.response()
                        .setStatusCode(time == 1 ? 503 : 200)
                        .end(time == 1 ? "busy" : "got " + body.length()));
            case "early" -> {
                if (time == 1) {
                    request.response().setStatusCode(503).end("busy");
                } else {
                    request.body().onSuccess(body -> request.response().end(body));
                }
            }
            case "always", "no-time-to-retry" ->
                request.response().setStatusCode(503).end("busy");
            case "refused-stream" -> {
                if (time == 1) {
                    request.response().reset(7);
                } else {
                    request.response().end("served");
                }
            }
            case "away" -> {
                if (time == 1) {
                    request.connection().goAway(0, 0);
                    request.connection().close();
                } else {
                    request.response().end("served");
                }
            }
            default -> request.response().end("served");
        }
    }

    private void serve(Wire wire, int number) throws IOException {
        for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
            String path = head.split(" ", 3)[1];
            int time = count(path);
            String length = head.toLowerCase(java.util.Locale.ROOT)
                    .replaceFirst("(?s).*\r\ncontent-length: ([0-9]+)\r\n.*", "$1");
            if (!length.contains("\r")) {
                bodies.computeIfAbsent(path, key -> java.util.Collections.synchronizedList(new ArrayList<>()))
                        .add(wire.read(Integer.parseInt(length)));
            }
            boolean drops = (path.startsWith("/drop") && time == 1) || (path.startsWith("/stale") && time < 3);
            if (drops) {
                return;
            }
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nserved");
        }
    }

    private Exchanges.Answer post(String path) {
        return Await.get(client.send(HttpMethod.POST, path, request -> {}, null));
    }

    @Test
    void answersForABackendThatTakesTooLongAndCancelsTheAttempt() {
        assertThat(client.get("/slow").status()).isEqualTo(504);

        rig.counts(1, "rule=\"slow\"", "code=\"504\"", "reason=\"UPSTREAM_TIMEOUT\"");
        Await.get(cancelled.future());
    }

    @Test
    void boundsAllAttemptsByTheRequestsOwnLimit() {
        assertThat(client.get("/slow-in-all").status()).isEqualTo(504);

        rig.counts(1, "rule=\"slow-in-all\"", "code=\"504\"", "reason=\"UPSTREAM_TIMEOUT\"");
        assertThat(seen("/slow-in-all")).isEqualTo(1);
    }

    @Test
    void passesTheAnswerOnWhereNoTimeIsLeftForARetry() {
        Exchanges.Answer answer = client.get("/no-time-to-retry");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).isEqualTo("busy");
        rig.counts(1, "rule=\"no-time-to-retry\"", "code=\"503\"", "reason=\"none\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void cutsAStreamThatIsIdleAndCountsTheCodeThatWasSent(HttpVersion down) {
        Exchanges from = new Exchanges(rig.client(down), rig.port(), "shop.example.com");
        for (String rule : new String[] {"idle-one", "idle-two"}) {
            String path = "/" + rule + "/" + down;
            assertThatThrownBy(() -> from.get(path)).isInstanceOf(IllegalStateException.class);
            rig.logged("\"path\":\"" + path + "\"", "\"code\":200", "\"reason\":\"UPSTREAM_TIMEOUT\"");
        }
    }

    @Test
    void triesAnotherEndpointWhereNoConnectionCameAbout() {
        for (int i = 0; i < 4; i++) {
            assertThat(client.get("/half-closed").text()).isEqualTo("served");
            assertThat(post("/half-closed").text()).isEqualTo("served");
        }
        rig.counts(8, "rule=\"half-closed\"", "code=\"200\"");
    }

    @Test
    void triesNothingAgainWithoutARule() {
        assertThat(client.get("/closed").status()).isEqualTo(503);

        rig.counts(1, "rule=\"closed\"", "code=\"503\"", "reason=\"UPSTREAM_CONNECT_FAILED\"");
        assertThat(rig.logged("/closed")).contains("\"attempts\":1");
    }

    @Test
    void repeatsAGetThatWasResetBeforeTheHead() {
        assertThat(client.get("/drop/get").text()).isEqualTo("served");
        assertThat(rig.logged("/drop/get")).contains("\"attempts\":2");
    }

    @Test
    void neverRepeatsAPostThatMayHaveBeenSeen() {
        assertThat(post("/drop/post").status()).isEqualTo(503);
        assertThat(post("/once/post").status()).isEqualTo(503);

        assertThat(seen("/drop/post")).isEqualTo(1);
        assertThat(seen("/once/post")).isEqualTo(1);
        rig.counts(1, "rule=\"drop\"", "method=\"POST\"", "reason=\"UPSTREAM_RESET\"");
    }

    private Exchanges.Answer send(HttpMethod method, String path, Buffer body) {
        return Await.get(client.send(method, path, request -> {}, body));
    }

    /** The largest that is kept, and a small one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 64 * 1024})
    void repeatsASmallBodyWithAMethodThatMayBeRepeated(int length) {
        Buffer body = Buffer.buffer("x".repeat(length));
        String path = "/drop/put/" + length;
        assertThat(send(HttpMethod.PUT, path, body).text()).isEqualTo("served");
        assertThat(seen(path)).isEqualTo(2);
        assertThat(bodies.get(path)).containsExactly(body.toString(), body.toString());

        assertThat(send(HttpMethod.DELETE, "/once/delete/" + length, body).text())
                .isEqualTo("got " + length);
        assertThat(seen("/once/delete/" + length)).isEqualTo(2);
    }

    @Test
    void neverRepeatsALargeBodyThatMayHaveBeenSeen() {
        Buffer body = Buffer.buffer("x".repeat(64 * 1024 + 1));
        assertThat(send(HttpMethod.PUT, "/drop/large", body).status()).isEqualTo(503);
        assertThat(seen("/drop/large")).isEqualTo(1);
        assertThat(send(HttpMethod.PUT, "/once/large", body).status()).isEqualTo(503);
        assertThat(seen("/once/large")).isEqualTo(1);
    }

    @Test
    void neverRepeatsABodyWithAMethodThatMayNotBeRepeated() {
        assertThat(send(HttpMethod.POST, "/drop/post-body", Buffer.buffer("body"))
                        .status())
                .isEqualTo(503);
        assertThat(seen("/drop/post-body")).isEqualTo(1);
    }

    @Test
    void repeatsAPostWithItsBodyWhereNothingWasProcessed() {
        assertThat(send(HttpMethod.POST, "/refused-stream/body", Buffer.buffer("body"))
                        .text())
                .isEqualTo("served");
        assertThat(seen("/refused-stream/body")).isEqualTo(2);
        assertThat(send(HttpMethod.POST, "/half-closed/body", Buffer.buffer("body"))
                        .text())
                .isEqualTo("served");
    }

    /** The backend answers amid the upload; what is still to come belongs to the next attempt. */
    @Test
    void repeatsABodyThatIsStillOnItsWay() throws Exception {
        Wire wire = rig.wire("shop.example.com");
        wire.send("PUT /early/put HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 10\r\n\r\n01234");
        Await.until("a second attempt", () -> seen("/early/put") == 2);
        wire.send("56789");
        assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
        assertThat(wire.read(10)).isEqualTo("0123456789");
    }

    /** Others take turns meanwhile, so that the turn alone would lead back to where it failed. */
    @Test
    void triesAnotherEndpointThanTheOneThatFailed() {
        List<Future<Exchanges.Answer>> some = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            some.add(client.send(HttpMethod.GET, "/half-closed/many", request -> {}, null));
        }
        List<Exchanges.Answer> answers = Await.get(Future.all(some)).list();
        assertThat(answers).extracting(Exchanges.Answer::status).containsOnly(200);
    }

    @Test
    void repeatsAfterTheListedCodes() {
        assertThat(client.get("/once/get").status()).isEqualTo(200);
        assertThat(seen("/once/get")).isEqualTo(2);
    }

    @Test
    void repeatsNoMoreThanItMay() {
        Exchanges.Answer answer = client.get("/always");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).isEqualTo("busy");
        assertThat(seen("/always")).isEqualTo(3);
        assertThat(rig.sum("sallyport_retries_total", "rule=\"always\"")).isEqualTo(2);
    }

    @Test
    void repeatsAPostOnAStreamThatWasRefused() {
        assertThat(post("/refused-stream").text()).isEqualTo("served");
        assertThat(seen("/refused-stream")).isEqualTo(2);
    }

    @Test
    void repeatsAPostAboveTheLastStreamOfAGoAway() {
        assertThat(post("/away").text()).isEqualTo("served");
        assertThat(seen("/away")).isEqualTo(2);
    }

    @Test
    void repeatsOnceForFreeWhereAnIdleConnectionWasStale() throws Exception {
        warmUp();
        assertThat(client.get("/stale/get").status()).isEqualTo(503);
        assertThat(seen("/stale/get")).isEqualTo(2);

        warmUp();
        assertThat(client.get("/stale/get").text()).isEqualTo("served");
    }

    @Test
    void repeatsNoPostOnAStaleConnection() {
        warmUp();
        assertThat(post("/stale/post").status()).isEqualTo(503);
        assertThat(seen("/stale/post")).isEqualTo(1);
    }

    /** Leaves a connection in the pool that has carried a request. */
    private void warmUp() {
        assertThat(client.get("/half-closed/warm").text()).isEqualTo("served");
        assertThat(client.get("/drop-not").status()).isEqualTo(404);
        count("/stale/warm");
        count("/stale/warm");
        assertThat(client.get("/stale/warm").text()).isEqualTo("served");
    }
}
