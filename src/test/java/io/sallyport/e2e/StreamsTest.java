package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.upstream.UpstreamSettings;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that come over a long time: server-sent events, long polling. Connections to backends are old after 150 ms. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsTest {

    private static final int EVENTS = 4;
    /** Beyond every limit but the one that governs. */
    private static final long PAUSE_MILLIS = 400;

    private final Map<String, HttpServerResponse> open = new ConcurrentHashMap<>();
    private GatewayRig rig;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory)
                .upstream(new UpstreamSettings(
                        2,
                        512,
                        1024,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(15),
                        Duration.ofMillis(150),
                        List.of()));
        TestBackend one = rig.backend(HttpVersion.HTTP_1_1, this::serve);
        TestBackend two = rig.backend(HttpVersion.HTTP_2, this::serve);
        rig.start(rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("one", one)
                + rig.mutualTlsBackend("two", two)
                + "routes:\n  - name: all\n    rules:\n"
                + rules("HTTP_1_1", "one")
                + rules("HTTP_2", "two"));
        // So that a slow first connection is not taken for a slow answer.
        new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com").get("/HTTP_1_1/poll");
        new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com").get("/HTTP_2/poll");
    }

    private static String rules(String version, String backend) {
        return """
                      - matches: [{path: {value: /%1$s/events}}]
                        backendRefs: [{name: %2$s}]
                        timeouts: {request: 300ms, backendRequest: 300ms}
                      - matches: [{path: {value: /%1$s/poll}}]
                        backendRefs: [{name: %2$s}]
                        timeouts: {backendRequest: 0s, streamIdle: 100ms}
                """.formatted(version, backend);
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    static List<Arguments> combinations() {
        return ProtocolsTest.combinations().toList();
    }

    private void serve(HttpServerRequest request) {
        if (TestBackend.lastPart(request).equals("/poll")) {
            rig.vertx().setTimer(PAUSE_MILLIS, id -> TestBackend.answer(request, "news"));
            return;
        }
        HttpServerResponse response = request.response();
        response.setChunked(true).putHeader("content-type", "text/event-stream");
        response.write("data: 1\n\n");
        open.put(request.path(), response);
    }

    /** The next event is sent once the one before has arrived: none is kept back. */
    @ParameterizedTest
    @MethodSource("combinations")
    void eventsPassOneByOneBeyondTheLimitsOfRequests(HttpVersion down, HttpVersion up) {
        String path = "/" + up + "/events/" + down;
        Promise<String> all = Promise.promise();
        StringBuilder seen = new StringBuilder();
        HttpClientRequest request = Await.get(
                rig.client(down).request(Exchanges.options(rig.port(), "shop.example.com", HttpMethod.GET, path)));
        request.response().onFailure(all::tryFail).onSuccess(response -> {
            assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
            response.exceptionHandler(all::tryFail);
            response.endHandler(v -> all.tryComplete(seen.toString()));
            response.handler(event -> {
                seen.append(event);
                rig.vertx().setTimer(PAUSE_MILLIS, id -> next(path, seen.toString()));
            });
        });
        request.end();

        assertThat(Await.get(all.future())).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n");
    }

    private void next(String path, String seen) {
        HttpServerResponse response = java.util.Objects.requireNonNull(open.get(path));
        int events = (int) seen.lines().filter(line -> !line.isEmpty()).count();
        if (events == EVENTS && !response.ended()) {
            response.end();
        } else if (events < EVENTS) {
            response.write("data: " + (events + 1) + "\n\n");
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aLongPollWaitsAsLongAsItsRuleSays(HttpVersion down, HttpVersion up) {
        Exchanges client = new Exchanges(rig.client(down), rig.port(), "shop.example.com");
        assertThat(client.get("/" + up + "/poll").text()).isEqualTo("news");
    }
}
