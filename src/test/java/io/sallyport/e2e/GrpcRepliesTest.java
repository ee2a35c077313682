package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gRPC call is told when the gateway answers in its backend's place, or the backend breaks off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcRepliesTest {

    private final BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private GatewayRig rig;
    private HttpClient client;
    private Exchanges exchanges;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend backend = rig.backend(HttpVersion.HTTP_2, this::serve);
        rig.start(rig.httpsListener() + "backends:\n" + rig.mutualTlsBackend("app", backend)
                + """
                  - {name: gone, endpoints: ["http://127.0.0.1:%d"]}
                routes:
                  - name: calls
                    rules:
                      - {name: gone, matches: [{path: {value: /gone}}], backendRefs: [{name: gone}]}
                      - {name: zero, matches: [{path: {value: /zero}}], backendRefs: [{name: app, weight: 0}]}
                      - name: app
                        matches: [{path: {value: /app}}]
                        backendRefs: [{name: app}]
                        retry: {attempts: 2, codes: [500, 503]}
                      - name: quick
                        matches: [{path: {value: /quick}}]
                        backendRefs: [{name: app}]
                        timeouts: {request: 50ms}
                """.formatted(GatewayRig.freePort()));
        client = rig.client(HttpVersion.HTTP_2);
        exchanges = new Exchanges(client, rig.port(), "shop.example.com");
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
        int number = seen.computeIfAbsent(request.path(), path -> new AtomicInteger())
                .incrementAndGet();
        request.handler(chunk -> {});
        switch (TestBackend.lastPart(request)) {
            case "/refuses" -> {
                if (number < 3) {
                    request.response().reset(7);
                } else {
                    request.response().putHeader("grpc-status", "0").end();
                }
            }
            case "/breaks" -> request.response().reset(2);
            case "/fails" -> request.response().setStatusCode(503).end();
            case "/begins" -> {
                request.response().putHeader("content-type", "application/grpc").write(Buffer.buffer("part"));
                held.add(request);
            }
            default -> held.add(request);
        }
    }

    /** The next request with this path that is held there. */
    private HttpServerRequest atBackend(String path) throws InterruptedException {
        while (true) {
            HttpServerRequest next =
                    java.util.Objects.requireNonNull(held.poll(60, TimeUnit.SECONDS), "no request came");
            if (path.equals(next.path())) {
                return next;
            }
        }
    }

    private Future<Exchanges.Answer> call(String path, String type, String timeout) {
        return exchanges.send(
                HttpMethod.POST,
                path,
                request -> {
                    request.putHeader("content-type", type).putHeader("te", "trailers");
                    if (!timeout.isEmpty()) {
                        request.putHeader("grpc-timeout", timeout);
                    }
                },
                Buffer.buffer("message"));
    }

    private Exchanges.Answer call(String path) {
        return Await.get(call(path, "application/grpc", ""));
    }

    private static void told(Exchanges.Answer answer, String status, String message) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().length()).isZero();
        MultiMap headers = answer.headers();
        assertThat(headers.get("content-type")).isEqualTo("application/grpc");
        assertThat(headers.get("grpc-status")).isEqualTo(status);
        assertThat(headers.get("grpc-message")).isEqualTo(message);
        assertThat(answer.trailers().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere, 12, Not Found, NO_ROUTE, 404",
        "/gone, 14, Service Unavailable, UPSTREAM_CONNECT_FAILED, 503",
        "/zero, 14, Service Unavailable, NO_WEIGHT, 503",
        "/quick, 4, Gateway Timeout, UPSTREAM_TIMEOUT, 504",
        "/app/breaks, 14, Service Unavailable, UPSTREAM_RESET, 503"
    })
    void aReasonBecomesAStatusInTrailersAlone(
            String path, String status, String message, String reason, String counted) {
        told(call(path), status, message);

        // Counted as it would be of any other request: an error stays one for who watches.
        rig.logged("\"path\":\"" + path + "\"", "\"code\":" + counted, "\"reason\":\"" + reason + "\"");
        assertThat(rig.counted("code=\"" + counted + "\"", "reason=\"" + reason + "\""))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc+proto", "Application/gRPC; charset=utf-8"})
    void aCallIsKnownByItsType(String type) {
        told(Await.get(call("/nowhere", type, "")), "12", "Not Found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web", "application/grpcx", "application/json"})
    void whatIsNoCallGetsAnAnswerOfHttp(String type) {
        Exchanges.Answer answer = Await.get(call("/nowhere", type, ""));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().contains("grpc-status")).isFalse();
        assertThat(answer.text()).isEqualTo("Not Found\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80m", "80000u", "80000000n"})
    void aCallersDeadlineIsTheGatewaysToo(String timeout) throws Exception {
        String path = "/app/" + timeout + "/hold";
        Future<Exchanges.Answer> answer = call(path, "application/grpc", timeout);
        HttpServerRequest backend = atBackend(path);
        Promise<Void> left = Promise.promise();
        backend.response().exceptionHandler(failure -> left.tryComplete());
        backend.response().closeHandler(v -> left.tryComplete());

        told(Await.get(answer), "4", "Gateway Timeout");
        assertThat(backend.getHeader("grpc-timeout")).isEqualTo(timeout);
        Await.get(left.future());
    }

    @Test
    void aDeadlineEndsACallThatHasBegun() {
        Exchanges.Answer answer = Await.get(call("/app/begins", "application/grpc", "3S"));
        assertThat(answer.text()).isEqualTo("part");
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("4");
        rig.logged("/app/begins", "\"code\":200", "\"reason\":\"UPSTREAM_TIMEOUT\"");
    }

    /** The rule's own limit is the smaller one; what is no time is left to the backend. */
    @ParameterizedTest
    @ValueSource(strings = {"99999999H", "100000000S", "1x", "S", "-1S", "1 S"})
    void otherDeadlinesLeaveTheRulesLimit(String timeout) {
        told(Await.get(call("/quick", "application/grpc", timeout)), "4", "Gateway Timeout");
    }

    @Test
    void whatABackendBreaksOffSaysSo() throws Exception {
        Future<Exchanges.Answer> answer = call("/app/more/begins", "application/grpc", "");
        atBackend("/app/more/begins").response().reset(2);

        assertThat(Await.get(answer).trailers().get("grpc-status")).isEqualTo("14");
        rig.logged("/app/more/begins", "\"code\":200", "\"reason\":\"UPSTREAM_RESET\"");
    }

    @Test
    void whatABackendCancelsIsCancelled() throws Exception {
        HttpClientRequest request = Await.get(client.request(
                Exchanges.options(rig.port(), "shop.example.com", HttpMethod.POST, "/app/cancelled/begins")));
        Future<Buffer> body =
                request.putHeader("content-type", "application/grpc").response().compose(response -> response.body());
        request.end("message");
        atBackend("/app/cancelled/begins").response().reset(8);

        assertThatThrownBy(() -> Await.get(body))
                .hasCauseInstanceOf(StreamResetException.class)
                .cause()
                .extracting(failure -> ((StreamResetException) failure).getCode())
                .isEqualTo(8L);
    }

    @Test
    void onlyWhatWasNotProcessedIsRepeated() {
        assertThat(call("/app/refuses").headers().get("grpc-status")).isEqualTo("0");
        assertThat(times("/app/refuses")).isEqualTo(3);

        told(call("/app/once/breaks"), "14", "Service Unavailable");
        assertThat(times("/app/once/breaks")).isEqualTo(1);

        assertThat(call("/app/fails").status()).isEqualTo(503);
        assertThat(times("/app/fails")).isEqualTo(1);
    }

    private int times(String path) {
        return seen.getOrDefault(path, new AtomicInteger()).get();
    }
}
