package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/1.1 and HTTP/2 on either side, in every combination. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolsTest {

    private static final String BIG = "x".repeat(30_000);

    private GatewayRig rig;
    private Map<HttpVersion, Exchanges> clients;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend one = rig.backend(HttpVersion.HTTP_1_1, ProtocolsTest::serve);
        TestBackend two = rig.backend(HttpVersion.HTTP_2, ProtocolsTest::serve);
        rig.start(rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("one", one)
                + rig.mutualTlsBackend("two", two)
                + """
                routes:
                  - name: all
                    rules:
                      - {matches: [{path: {value: /HTTP_1_1}}], backendRefs: [{name: one}]}
                      - {matches: [{path: {value: /HTTP_2}}], backendRefs: [{name: two}]}
                """);
        clients = Map.of(
                HttpVersion.HTTP_1_1, client(HttpVersion.HTTP_1_1), HttpVersion.HTTP_2, client(HttpVersion.HTTP_2));
    }

    private Exchanges client(HttpVersion version) {
        return new Exchanges(
                rig.vertx()
                        .createHttpClient(rig.clientOptions(version)
                                .setMaxHeaderSize(100_000)
                                .setInitialSettings(
                                        new io.vertx.core.http.Http2Settings().setMaxHeaderListSize(100_000))),
                rig.port(),
                "shop.example.com");
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
        List<HttpVersion> versions = List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2);
        return versions.stream().flatMap(down -> versions.stream().map(up -> Arguments.of(down, up)));
    }

    private static void serve(HttpServerRequest request) {
        var response = request.response();
        switch (TestBackend.lastPart(request)) {
            case "/seen" -> request.body().onSuccess(body -> response.end(seen(request, body)));
            case "/greets" -> response.end("hello");
            case "/echo" -> {
                response.setChunked(true);
                request.pipeTo(response);
            }
            case "/trailers" -> {
                response.setChunked(true).putHeader("trailer", "x-check");
                response.write("body");
                response.putTrailer("x-check", "sum").putTrailer("x-sallyport-reason", "forged");
                response.end();
            }
            case "/length" -> response.putHeader("content-length", "5").end("12345");
            case "/chunked" -> {
                response.setChunked(true).write("123");
                response.end("45");
            }
            case "/204" -> response.setStatusCode(204).end();
            case "/304" ->
                response.setStatusCode(304).putHeader("etag", "\"1\"").end();
            case "/large" -> response.putHeader("x-large", BIG).end("large");
            case "/hints" -> {
                MultiMap hints = MultiMap.caseInsensitiveMultiMap()
                        .add(request.version() == HttpVersion.HTTP_2 ? "link" : "Link", "</style.css>; rel=preload")
                        .add("x-sallyport-reason", "forged");
                response.writeEarlyHints(hints).onComplete(v -> response.end("hinted"));
            }
            case "/continue" -> {
                if ("100-continue".equals(request.getHeader("expect"))) {
                    response.writeContinue();
                }
                request.body().onSuccess(body -> response.end("got " + body));
            }
            default -> response.setStatusCode(500).end();
        }
    }

    /** What the backend saw, one field for each line. */
    private static String seen(HttpServerRequest request, Buffer body) {
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append(' ').append(request.uri()).append('\n');
        text.append("authority: ").append(request.authority()).append('\n');
        request.headers().forEach(header -> text.append(header.getKey().toLowerCase(java.util.Locale.ROOT))
                .append(": ")
                .append(header.getValue())
                .append('\n'));
        return text.append("body: ").append(body).append('\n').toString();
    }

    private static String path(HttpVersion up, String rest) {
        return "/" + up + rest;
    }

    private Exchanges from(HttpVersion down) {
        return java.util.Objects.requireNonNull(clients.get(down));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void passesAGetWithoutABody(HttpVersion down, HttpVersion up) {
        String seen = from(down).get(path(up, "/seen?a=1&b=%20")).text();

        assertThat(seen)
                .startsWith("GET /" + up + "/seen?a=1&b=%20\n")
                .contains("authority: shop.example.com")
                .doesNotContain("transfer-encoding", "content-length", "connection:", "te:");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void passesABodyOfKnownLengthWithItsLength(HttpVersion down, HttpVersion up) {
        String seen = from(down).post(path(up, "/seen"), "hello").text();

        assertThat(seen)
                .startsWith("POST ")
                .contains("content-length: 5\n", "body: hello\n")
                .doesNotContain("transfer-encoding");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void passesABodyOfUnknownLength(HttpVersion down, HttpVersion up) {
        Future<Exchanges.Answer> answer = from(down)
                .send(
                        HttpMethod.PUT,
                        path(up, "/seen"),
                        request -> request.setChunked(true).write("first "),
                        Buffer.buffer("last"));

        assertThat(Await.get(answer).text()).contains("body: first last\n").doesNotContain("content-length");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void passesAnEmptyBody(HttpVersion down, HttpVersion up) {
        String seen = from(down).post(path(up, "/seen"), "").text();

        assertThat(seen).contains("content-length: 0\n", "body: \n").doesNotContain("transfer-encoding");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void streamsBothWaysAtOnceWithoutEndingTheConnection(HttpVersion down, HttpVersion up) {
        String text = "0123456789".repeat(100_000);
        assertThat(from(down).post(path(up, "/echo"), text).text()).isEqualTo(text);
        assertThat(from(down).post(path(up, "/echo"), "").text()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void keepsTrailers(HttpVersion down, HttpVersion up) {
        Exchanges.Answer answer = from(down).get(path(up, "/trailers"));

        assertThat(answer.text()).isEqualTo("body");
        assertThat(answer.trailers().get("x-check")).isEqualTo("sum");
        assertThat(answer.trailers().contains("x-sallyport-reason")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void answersHeadWithTheHeadOfGet(HttpVersion down, HttpVersion up) {
        Exchanges.Answer counted = head(down, up, "/length");
        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.headers().get("content-length")).isEqualTo("5");
        assertThat(counted.text()).isEmpty();

        Exchanges.Answer uncounted = head(down, up, "/chunked");
        assertThat(uncounted.headers().get("content-length")).isNull();
        assertThat(uncounted.text()).isEmpty();
        assertThat(from(down).get(path(up, "/chunked")).text()).isEqualTo("12345");
    }

    private Exchanges.Answer head(HttpVersion down, HttpVersion up, String rest) {
        return Await.get(from(down).send(HttpMethod.HEAD, path(up, rest), request -> {}, null));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void passesAnswersWithoutBody(HttpVersion down, HttpVersion up) {
        Exchanges.Answer noContent = from(down).get(path(up, "/204"));
        assertThat(noContent.status()).isEqualTo(204);
        assertThat(noContent.headers().contains("content-length")).isFalse();
        assertThat(noContent.headers().contains("transfer-encoding")).isFalse();

        Exchanges.Answer notModified = from(down).get(path(up, "/304"));
        assertThat(notModified.status()).isEqualTo(304);
        assertThat(notModified.headers().get("etag")).isEqualTo("\"1\"");
        assertThat(notModified.headers().contains("transfer-encoding")).isFalse();
        assertThat(from(down).get(path(up, "/length")).text()).isEqualTo("12345");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void passesLargeHeadsBothWays(HttpVersion down, HttpVersion up) {
        String seen = from(down)
                .get(path(up, "/seen"), request -> request.putHeader("x-part", "y".repeat(6_000)))
                .text();
        assertThat(seen).contains("x-part: " + "y".repeat(6_000));

        assertThat(from(down).get(path(up, "/large")).headers().get("x-large")).isEqualTo(BIG);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void joinsCookiesThatHttp2Split(HttpVersion down, HttpVersion up) {
        String seen = from(down)
                .get(path(up, "/seen"), request -> {
                    if (down == HttpVersion.HTTP_2) {
                        request.headers().add("cookie", "a=1").add("cookie", "b=2");
                    } else {
                        request.putHeader("cookie", "a=1; b=2");
                    }
                })
                .text();

        if (up == HttpVersion.HTTP_1_1) {
            assertThat(seen).contains("cookie: a=1; b=2\n").doesNotContain("cookie: a=1\n");
        } else {
            assertThat(seen).contains("a=1", "b=2");
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void saysThatTrailersAreWelcomeIfTheClientSaysSo(HttpVersion down, HttpVersion up) {
        String seen = from(down)
                .get(path(up, "/seen"), request -> {
                    request.putHeader("te", down == HttpVersion.HTTP_2 ? "trailers" : "gzip;q=0.5, trailers");
                    if (down == HttpVersion.HTTP_1_1) {
                        request.putHeader("connection", "te");
                    }
                })
                .text();

        assertThat(seen).contains("te: trailers\n").doesNotContain("gzip");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void passesEarlyHintsAndNothingForgedInThem(HttpVersion down, HttpVersion up) {
        List<MultiMap> hints = new CopyOnWriteArrayList<>();
        Exchanges.Answer answer = from(down).get(path(up, "/hints"), request -> request.earlyHintsHandler(hints::add));

        assertThat(answer.text()).isEqualTo("hinted");
        assertThat(hints).hasSize(1);
        assertThat(hints.get(0).get("link")).isEqualTo("</style.css>; rel=preload");
        assertThat(hints.get(0).contains("x-sallyport-reason")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void passesAContinueBeforeTheBodyComes(HttpVersion down, HttpVersion up) {
        Future<String> answer = rig.client(down)
                .request(new io.vertx.core.http.RequestOptions()
                        .setServer(io.vertx.core.net.SocketAddress.inetSocketAddress(rig.port(), "127.0.0.1"))
                        .setHost("shop.example.com")
                        .setPort(rig.port())
                        .setMethod(HttpMethod.POST)
                        .setURI(path(up, "/continue")))
                .compose(request -> {
                    request.putHeader("expect", "100-continue").putHeader("content-length", "4");
                    request.continueHandler(v -> request.end("body"));
                    request.sendHead();
                    return request.response()
                            .compose(response -> response.body().map(Buffer::toString));
                });

        assertThat(Await.get(answer)).isEqualTo("got body");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void theHeadDoesNotWaitForTheBody(HttpVersion down, HttpVersion up) {
        HttpClientRequest request = Await.get(rig.client(down)
                .request(Exchanges.options(rig.port(), "shop.example.com", HttpMethod.POST, "/" + up + "/greets")));
        Future<Integer> status = request.setChunked(true).response().map(HttpClientResponse::statusCode);
        request.sendHead();
        assertThat(Await.get(status)).isEqualTo(200);
        request.reset();
    }
}
