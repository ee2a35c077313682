package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that is larger than its listener or rule takes is refused with the right status, and counted. */
class LimitsTest {

    private static final String HOST = "shop.example.com";
    private static final String LIMITS = """
                limits: {headerBytes: 4Ki, uriBytes: 1Ki, headers: 20, bodyBytes: 64Ki}
            """;

    private static GatewayRig rig;
    private static final CompletableFuture<Void> CUT = new CompletableFuture<>();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend backend = rig.plainBackend(request -> {
            if ("/early".equals(request.path())) {
                request.response().setChunked(true).write("begun");
                request.handler(chunk -> {});
                request.exceptionHandler(failure -> CUT.complete(null));
            } else {
                request.body().onSuccess(body -> TestBackend.answer(request, "got " + body.length()));
            }
        });
        rig.start(rig.httpsListener() + LIMITS + """
                backends:
                  - {name: app, endpoints: ["%s"]}
                routes:
                  - name: all
                    rules:
                      - backendRefs: [{name: app}]
                      - matches: [{path: {value: /small}}]
                        limits: {bodyBytes: 10}
                        backendRefs: [{name: app}]
                      - matches: [{path: {value: /large}}]
                        limits: {bodyBytes: 1Mi}
                        backendRefs: [{name: app}]
                """.formatted(backend.url()));
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    private static Exchanges exchanges(HttpVersion version) {
        return new Exchanges(rig.client(version), rig.port(), HOST);
    }

    private static long refused(int code, String reason) {
        return rig.counted("code=\"" + code + "\"", "reason=\"" + reason + "\"");
    }

    private static void counts(long before, int code, String reason) {
        rig.counts(before + 1, "code=\"" + code + "\"", "reason=\"" + reason + "\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aTargetMayBeAsLongAsTheLimitAndNoLonger(HttpVersion version) {
        long before = refused(414, "URI_TOO_LONG");
        assertThat(exchanges(version).get("/" + "a".repeat(1_023)).status()).isEqualTo(200);
        assertThat(exchanges(version).get("/" + "a".repeat(1_024)).status()).isEqualTo(414);
        counts(before, 414, "URI_TOO_LONG");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aRequestMayHaveSoManyFieldsAndNoMore(HttpVersion version) {
        long before = refused(431, "HEADERS_TOO_LARGE");
        assertThat(exchanges(version).get("/", fields(15)).status()).isEqualTo(200);
        assertThat(exchanges(version).get("/", fields(21)).status()).isEqualTo(431);
        counts(before, 431, "HEADERS_TOO_LARGE");
    }

    private static java.util.function.Consumer<io.vertx.core.http.HttpClientRequest> fields(int count) {
        return request -> {
            for (int i = 0; i < count; i++) {
                request.putHeader("x-field-" + i, "value");
            }
        };
    }

    @Test
    void fieldsTogetherMayBeAsLargeAsTheLimitAndNoLarger() {
        long before = refused(431, "HEADERS_TOO_LARGE");
        String value = "v".repeat(3_000);
        Exchanges client = exchanges(HttpVersion.HTTP_1_1);
        assertThat(client.get("/", request -> request.putHeader("x-large", value))
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/", request -> request.putHeader("x-large", value + value))
                        .status())
                .isEqualTo(431);
        counts(before, 431, "HEADERS_TOO_LARGE");
    }

    /** The stack answers by itself; it counts all the same, and the connection goes on. */
    @Test
    void anHttp2ClientThatDoesNotKeepTheToldSizeIsRefusedOnItsStream() {
        long before = refused(431, "HEADERS_TOO_LARGE");
        Http2Frames frames = Await.get(rig.client(HttpVersion.HTTP_2)
                .request(Exchanges.options(rig.port(), HOST, HttpMethod.GET, "/"))
                .compose(request -> request.send()
                        .compose(response -> response.body())
                        .map(body -> new Http2Frames(request).heedless())));
        var large = Http2Frames.head("GET", "/").add("x-large", "v".repeat(4_500));
        assertThat(Http2Frames.done(frames.open(large, true)).status).isEqualTo("431");
        counts(before, 431, "HEADERS_TOO_LARGE");
        assertThat(Http2Frames.done(frames.open(Http2Frames.head("GET", "/"), true)).status)
                .isEqualTo("200");
        rig.quiet();
        assertThat(refused(431, "HEADERS_TOO_LARGE")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aBodyThatTellsThatItIsTooLargeIsRefusedBeforeABackendSeesIt(HttpVersion version) {
        long before = refused(413, "BODY_TOO_LARGE");
        long attempts = attempts();
        assertThat(exchanges(version).post("/", "b".repeat(64 * 1024 + 1)).status())
                .isEqualTo(413);
        counts(before, 413, "BODY_TOO_LARGE");
        assertThat(attempts()).isEqualTo(attempts);
        assertThat(exchanges(version).post("/", "b".repeat(64 * 1024)).text()).isEqualTo("got 65536");
    }

    private static long attempts() {
        return (long) rig.sum("sallyport_upstream_request_duration_seconds_count");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aRulesOwnLimitTakesTheListenersPlace(HttpVersion version) {
        assertThat(exchanges(version).post("/small", "0123456789").text()).isEqualTo("got 10");
        assertThat(exchanges(version).post("/small", "0123456789x").status()).isEqualTo(413);
        assertThat(exchanges(version).post("/large", "b".repeat(100_000)).text())
                .isEqualTo("got 100000");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aBodyOfUnknownLengthIsRefusedWhenItGrowsTooLarge(HttpVersion version) {
        long before = refused(413, "BODY_TOO_LARGE");
        var answer = rig.client(version)
                .request(Exchanges.options(rig.port(), HOST, HttpMethod.POST, "/small"))
                .compose(request -> {
                    request.setChunked(true).write("0123456789");
                    request.write("x");
                    return request.response();
                });
        assertThat(Await.get(answer).statusCode()).isEqualTo(413);
        counts(before, 413, "BODY_TOO_LARGE");
    }

    /** Nobody may take the part of a body for the whole, on either side. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whereTheAnswerHasBegunItIsCutAndTheBackendsRequestReset(HttpVersion version) {
        long before = refused(200, "BODY_TOO_LARGE");
        var body = rig.client(version)
                .request(Exchanges.options(rig.port(), HOST, HttpMethod.POST, "/early"))
                .compose(request -> {
                    request.exceptionHandler(failure -> {});
                    request.setChunked(true).write("0123456789");
                    return request.response().compose(response -> {
                        request.write(Buffer.buffer("b".repeat(64 * 1024)));
                        return response.body();
                    });
                });
        assertThat(Await.failed(body)).isNotNull();
        Await.get(CUT);
        counts(before, 200, "BODY_TOO_LARGE");
    }

    @Test
    void limitsOfABoundPortChangeInPlaceForNewConnections(@TempDir Path directory) throws Exception {
        try (GatewayRig own = new GatewayRig(directory)) {
            TestBackend backend = own.plainBackend(request -> TestBackend.answer(request, "ok"));
            String document = own.httpsListener() + "    limits: {headerBytes: 4Ki}\n"
                    + own.plainDocument(backend.url())
                            .substring(own.httpsListener().length());
            own.start(document);
            String request = "GET / HTTP/1.1\r\nHost: shop.example.com\r\nx-large: " + "v".repeat(6_000) + "\r\n\r\n";
            assertThat(own.wire(HOST).send(request).head()).startsWith("HTTP/1.1 431");

            own.document(document.replace("headerBytes: 4Ki", "headerBytes: 8Ki"));
            assertThat(own.wire(HOST).send(request).head()).startsWith("HTTP/1.1 200");
            Exchanges http2 = new Exchanges(own.client(HttpVersion.HTTP_2), own.port(), HOST);
            assertThat(http2.get("/").status()).isEqualTo(200);
            assertThat(http2.get("/", large -> large.putHeader("x-large", "v".repeat(6_000)))
                            .status())
                    .isEqualTo(200);
        }
    }
}
