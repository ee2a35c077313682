package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP/2 can carry becomes no second request on a backend's HTTP/1.1 connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2ToHttp1Test {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    private final List<String> paths = new CopyOnWriteArrayList<>();
    private GatewayRig rig;
    private Http2Frames frames;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).lanes(1, 1);
        TestBackend backend = rig.plainBackend(request -> {
            paths.add(request.uri());
            request.endHandler(v -> request.response().end("served"));
        });
        rig.start(rig.plainDocument(backend.url()));
    }

    @BeforeEach
    void connect() {
        HttpClientRequest request = Await.get(rig.client(HttpVersion.HTTP_2)
                .request(Exchanges.options(rig.port(), "shop.example.com", HttpMethod.GET, "/first")));
        request.end();
        Await.get(request.response().compose(HttpClientResponse::end));
        frames = new Http2Frames(request);
    }

    @AfterEach
    void nothingWasSmuggled() {
        connect();
        assertThat(Http2Frames.done(frames.open(Http2Frames.head("GET", "/last"), true)).body)
                .isEqualTo("served");
        assertThat(paths).doesNotContain("/smuggled");
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private void refused(Http2Headers headers) {
        Http2Frames.Stream stream = Http2Frames.done(frames.open(headers, true));
        if (stream.resetCode < 0) {
            assertThat(stream.status).isEqualTo("400");
        }
    }

    @Test
    void takesNoBodyThatIsLongerThanItSays() {
        Http2Headers headers = Http2Frames.head("POST", "/longer");
        headers.set("content-length", "1");
        Http2Frames.Stream stream = Http2Frames.done(frames.open(headers, "x" + SMUGGLED, true));

        assertThat(stream.resetCode).isPositive();
    }

    @Test
    void takesNoBodyThatIsShorterThanItSays() {
        Http2Headers headers = Http2Frames.head("POST", "/shorter");
        headers.set("content-length", "100");
        Http2Frames.Stream stream = Http2Frames.done(frames.open(headers, "x", true));

        assertThat(stream.resetCode).isPositive();
    }

    @Test
    void takesNoLineEndInAPath() {
        refused(Http2Frames.head("GET", "/ HTTP/1.1\r\nHost: shop.example.com\r\n\r\n" + SMUGGLED));
        refused(Http2Frames.head("GET", "/a b"));
    }

    @Test
    void takesNoLineEndInAValue() {
        Http2Headers headers = Http2Frames.head("GET", "/value");
        headers.set("x-any", "a\r\n\r\n" + SMUGGLED);
        refused(headers);
    }

    @Test
    void takesNoLineEndInAName() {
        Http2Headers headers = Http2Frames.head("GET", "/name");
        headers.set("x-any: a\r\n\r\nget /smuggled http/1.1\r\nx", "b");
        refused(headers);
    }

    @Test
    void takesNoFramingOfHttp1() {
        Http2Headers headers = Http2Frames.head("POST", "/framing");
        headers.set("transfer-encoding", "chunked");
        frames.open(headers, "0\r\n\r\n" + SMUGGLED, true);
    }
}
