package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A malformed request of HTTP/2 ends its stream with PROTOCOL_ERROR, and neither the connection nor a backend sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedHttp2Test {

    private static final long PROTOCOL_ERROR = 1;

    private GatewayRig rig;
    private StrictBackend backend;
    private Http2Frames frames;
    private int served;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        backend = rig.closing(new StrictBackend());
        rig.start(rig.plainDocument(backend.url()));
        HttpClientRequest first = Await.get(rig.client(HttpVersion.HTTP_2)
                .request(Exchanges.options(rig.port(), "shop.example.com", HttpMethod.GET, "/")));
        first.end();
        Await.get(first.response().compose(response -> response.body()));
        served++;
        frames = new Http2Frames(first);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private static Arguments of(String name, Consumer<Http2Headers> change) {
        return Arguments.of(name, change);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                of("no method", head -> head.remove(":method")),
                of("an empty method", head -> head.method("")),
                of("a method with a space", head -> head.method("GET /x HTTP/1.1")),
                of("a method with a line end", head -> head.method("GET\r\nX: y")),
                of("two methods", head -> head.add(":method", "POST")),
                of("no scheme", head -> head.remove(":scheme")),
                of("another scheme", head -> head.scheme("ftp")),
                of("two schemes", head -> head.add(":scheme", "http")),
                of("no path", head -> head.remove(":path")),
                of("an empty path", head -> head.path("")),
                of("a path without a slash", head -> head.path("evil")),
                of("an asterisk for GET", head -> head.path("*")),
                of("two paths", head -> head.add(":path", "/two")),
                of("a space in the path", head -> head.path("/a b")),
                of("a request in the path", head -> head.path("/a HTTP/1.1\r\nHost: b\r\n\r\nGET /b")),
                of("a line feed in the path", head -> head.path("/a\nb")),
                of("a NUL in the path", head -> head.path("/a\0b")),
                of("a fragment in the path", head -> head.path("/a#b")),
                of("a path that is not ASCII", head -> head.path("/\u00e9")),
                of("an absolute path", head -> head.path("https://shop.example.com/")),
                of("neither authority nor host", head -> head.remove(":authority")),
                of("an empty authority", head -> head.authority("")),
                of("a user in the authority", head -> head.authority("me@shop.example.com")),
                of("a line end in the authority", head -> head.authority("shop.example.com\r\nX: y")),
                of("a port that is none", head -> head.authority("shop.example.com:8x")),
                of("a port beyond 65535", head -> head.authority("shop.example.com:70000")),
                of("two authorities", head -> head.add(":authority", "other.example.com")),
                of("another host than the authority", head -> head.add("host", "other.example.com")),
                of("two hosts", head -> head.add("host", "shop.example.com").add("host", "shop.example.com")),
                of("an unknown pseudo-header", head -> head.add(":version", "HTTP/1.1")),
                of("a pseudo-header of answers", head -> head.add(":status", "200")),
                of("CONNECT with a path", head -> head.method("CONNECT")),
                of("the CONNECT of RFC 8441", head -> head.method("CONNECT").add(":protocol", "websocket")),
                of("a name in capitals", head -> head.add("X-Upper", "1")),
                of("an empty name", head -> head.add("", "1")),
                of("a space in a name", head -> head.add("x a", "1")),
                of("a colon in a name", head -> head.add("x:a", "1")),
                of("a line end in a name", head -> head.add("x\r\na", "1")),
                of("a name that is not ASCII", head -> head.add("x-\u00e9", "1")),
                of("a line end in a value", head -> head.add("x-a", "1\r\nx-b: 2")),
                of("a line feed in a value", head -> head.add("x-a", "1\n2")),
                of("a NUL in a value", head -> head.add("x-a", "1\0")),
                of("a DEL in a value", head -> head.add("x-a", "1\u007f")),
                of("a space before a value", head -> head.add("x-a", " 1")),
                of("a tab after a value", head -> head.add("x-a", "1\t")),
                of("connection", head -> head.add("connection", "close")),
                of("keep-alive", head -> head.add("keep-alive", "1")),
                of("proxy-connection", head -> head.add("proxy-connection", "close")),
                of("transfer-encoding", head -> head.add("transfer-encoding", "chunked")),
                of("upgrade", head -> head.add("upgrade", "h2c")),
                of("te that is not trailers", head -> head.add("te", "gzip")),
                of("a length that is none", head -> head.add("content-length", "x")),
                of("a negative length", head -> head.add("content-length", "-1")),
                of("two lengths", head -> head.add("content-length", "0").add("content-length", "1")),
                of("a length without a body", head -> head.add("content-length", "5")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void isResetAndTheConnectionGoesOn(String name, Consumer<Http2Headers> change) {
        Http2Headers head = Http2Frames.head("GET", "/malformed");
        change.accept(head);

        Http2Frames.Stream stream = Http2Frames.done(frames.open(head, true));

        assertThat(stream.resetCode).isEqualTo(PROTOCOL_ERROR);
        assertThat(stream.status).isEmpty();
        theConnectionServes();
    }

    private void theConnectionServes() {
        Http2Frames.Stream next = Http2Frames.done(frames.open(Http2Frames.head("GET", "/good"), true));
        served++;
        assertThat(next.status).isEqualTo("200");
        rig.quiet();
        assertThat(backend.malformed()).isEmpty();
        assertThat(backend.seen()).hasSize(served).noneMatch(seen -> seen.target()
                .contains("malformed"));
    }

    @Test
    void isCountedAsABadRequest() {
        long before = rig.counted("code=\"400\"", "reason=\"BAD_REQUEST\"");
        Http2Frames.done(frames.open(Http2Frames.head("B AD", "/"), true));
        rig.counts(before + 1, "code=\"400\"", "reason=\"BAD_REQUEST\"");
    }

    @Test
    void aBodyThatIsNotAsLongAsItsLengthIsNotPassedAsAWhole() {
        for (String body : new String[] {"abc", "abcdefg"}) {
            Http2Headers head = Http2Frames.head("POST", "/malformed");
            head.add("content-length", "5");
            assertThat(Http2Frames.done(frames.open(head, body, true)).resetCode)
                    .isEqualTo(PROTOCOL_ERROR);
            theConnectionServes();
        }
    }

    @Test
    void connectIsAnsweredWithoutAnError() {
        Http2Headers head = Http2Frames.head("CONNECT", "/");
        head.remove(":path");
        head.remove(":scheme");
        assertThat(Http2Frames.done(frames.open(head, true)).status).isEqualTo("405");
        theConnectionServes();
    }
}
