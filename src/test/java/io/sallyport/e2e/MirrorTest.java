package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of requests go to other backends, and nobody waits for them (Gateway API v1, {@code HTTPRequestMirrorFilter}). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MirrorTest {

    private static final Buffer BODY = Buffer.buffer("0123456789abcdef".repeat(6 * 1024));

    /** What mirrors have seen: by their name and the path. */
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();

    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private GatewayRig rig;
    private Exchanges client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).lanes(1, 64);
        TestBackend main = rig.backend(MirrorTest::echo);
        TestBackend one = rig.backend(HttpVersion.HTTP_1_1, request -> copy("one", request));
        TestBackend two = rig.backend(HttpVersion.HTTP_2, request -> copy("two", request));
        RawBackend deaf = rig.closing(new RawBackend((wire, number) -> closed()));
        RawBackend mute = rig.closing(new RawBackend((wire, number) -> {
            wire.head();
            if (wire.ended()) {
                cancelled.countDown();
            }
        }));
        rig.start(rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("main", main)
                + rig.mutualTlsBackend("one", one)
                + rig.mutualTlsBackend("two", two)
                + """
                  - {name: deaf, endpoints: ["%s"]}
                  - {name: mute, endpoints: ["%s"]}
                  - {name: closed, endpoints: ["http://127.0.0.1:%d"]}
                routes:
                  - name: all
                    rules:
                      - name: copied
                        matches: [{path: {value: /copied}}]
                        filters:
                          - {type: RequestMirror, requestMirror: {backendRef: {name: one}}}
                          - type: URLRewrite
                            urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /inner}}
                          - {type: RequestMirror, requestMirror: {backendRef: {name: closed}}}
                        backendRefs:
                          - name: main
                            filters: [{type: RequestMirror, requestMirror: {backendRef: {name: two}, percent: 100}}]
                      - name: half
                        matches: [{path: {value: /half}}]
                        filters:
                          - type: RequestMirror
                            requestMirror: {backendRef: {name: one}, fraction: {numerator: 1, denominator: 2}}
                          - {type: RequestMirror, requestMirror: {backendRef: {name: two}, percent: 0}}
                        backendRefs: [{name: main}]
                      - name: deaf
                        matches: [{path: {value: /deaf}}]
                        filters: [{type: RequestMirror, requestMirror: {backendRef: {name: deaf}}}]
                        backendRefs: [{name: main}]
                      - name: late
                        matches: [{path: {value: /late}}]
                        timeouts: {backendRequest: 200ms}
                        filters: [{type: RequestMirror, requestMirror: {backendRef: {name: mute}}}]
                        backendRefs: [{name: main}]
                """.formatted(deaf.url(), mute.url(), GatewayRig.freePort()));
        client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        closing.countDown();
        rig.close();
    }

    /** Neither reads nor answers. */
    private void closed() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void echo(HttpServerRequest request) {
        request.body().onSuccess(body -> request.response().end("main " + body.length()));
    }

    private void copy(String name, HttpServerRequest request) {
        request.body().onSuccess(body -> {
            seen.computeIfAbsent(
                            name + " " + request.uri(),
                            key -> java.util.Collections.synchronizedList(new ArrayList<>()))
                    .add(request.method() + " " + body.length() + " " + body.equals(BODY));
            request.response().setStatusCode(500).end("copy");
        });
    }

    private List<String> seen(String copy) {
        return seen.getOrDefault(copy, List.of());
    }

    private double mirrored(String... labels) {
        return rig.sum("sallyport_mirrored_requests_total{", labels);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void goToEachMirrorAsTheBackendSeesThem(HttpVersion version) {
        Exchanges from = new Exchanges(rig.client(version), rig.port(), "shop.example.com");
        String path = "/inner/" + version + "?q=1";
        assertThat(from.get("/copied/" + version + "?q=1").text()).isEqualTo("main 0");
        Exchanges.Answer answer =
                Await.get(from.send(HttpMethod.POST, "/copied/" + version + "?q=1", request -> {}, BODY));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("main " + BODY.length());
        for (String name : new String[] {"one ", "two "}) {
            Await.until("both copies at " + name, () -> seen(name + path).size() == 2);
            assertThat(seen(name + path)).containsExactlyInAnyOrder("GET 0 false", "POST " + BODY.length() + " true");
        }
        Await.until("failures are counted", () -> mirrored("rule=\"copied\"", "result=\"failed\"") >= 2);
        Await.until("answers are counted", () -> mirrored("backend=\"two\"", "result=\"answered\"") >= 2);
    }

    /** Of 1,000 requests 500 are expected, 16 the standard deviation. */
    @Test
    void takeTheirShare() {
        for (int i = 0; i < 20; i++) {
            List<Future<Exchanges.Answer>> some = new ArrayList<>();
            for (int j = 0; j < 50; j++) {
                some.add(client.send(HttpMethod.GET, "/half", request -> {}, null));
            }
            Await.get(Future.all(some));
        }
        Await.until("enough copies have ended", () -> mirrored("rule=\"half\"") >= 500 - 64);
        assertThat(mirrored("rule=\"half\"")).isLessThanOrEqualTo(500 + 64);
        assertThat(seen("one /half").size()).isLessThanOrEqualTo(500 + 64);
        assertThat(seen("two /half")).isEmpty();
    }

    @Test
    void areGivenUpWhereTheMirrorDoesNotKeepUp() {
        Buffer large = Buffer.buffer(new byte[24 * 1024 * 1024]);
        Exchanges.Answer answer = Await.get(client.send(HttpMethod.POST, "/deaf", request -> {}, large));

        assertThat(answer.text()).isEqualTo("main " + large.length());
        Await.until("the copy is dropped", () -> mirrored("rule=\"deaf\"", "result=\"dropped\"") == 1);
    }

    @Test
    void areGivenUpAfterTheTimeOfAnAttempt() {
        assertThat(client.get("/late").text()).isEqualTo("main 0");
        Await.until("the copy is dropped", () -> mirrored("rule=\"late\"", "result=\"dropped\"") == 1);
        Await.until("its connection is closed", () -> cancelled.getCount() == 0);
    }

    @Test
    void areNotEndedForAClientThatLeftAmidItsBody() throws Exception {
        Wire wire = rig.wire("shop.example.com");
        wire.send("POST /copied/left HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 10\r\n\r\n12345");
        double before = mirrored("backend=\"one\"", "result=\"dropped\"");
        Await.until("the exchange has begun", () -> rig.sum("sallyport_requests_in_flight{") == 1);
        wire.abort();
        Await.until("the copy is dropped", () -> mirrored("backend=\"one\"", "result=\"dropped\"") == before + 1);
        assertThat(seen("one /inner/left")).isEmpty();
    }
}
