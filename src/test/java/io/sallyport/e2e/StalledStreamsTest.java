package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Streams of HTTP/2 that nobody reads hold up no other on their connection, whichever side it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StalledStreamsTest {

    private static final int STALLED = 90;
    private static final Buffer LARGE = Buffer.buffer("x".repeat(1_000_000));

    private final AtomicInteger stalled = new AtomicInteger();
    private GatewayRig rig;
    private TestBackend two;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).lanes(1, 128);
        two = rig.backend(HttpVersion.HTTP_2, this::serve);
        TestBackend one = rig.plainBackend(this::serve);
        rig.start(rig.httpsListener()
                + "backends:\n"
                + "  - {name: one, endpoints: [" + one.url() + "]}\n"
                + rig.mutualTlsBackend("two", two)
                + """
                routes:
                  - name: all
                    rules:
                      - {matches: [{path: {value: /down}}], backendRefs: [{name: two}]}
                      - {matches: [{path: {value: /up}}], backendRefs: [{name: one}]}
                """);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private void serve(HttpServerRequest request) {
        if ("/up/stalled".equals(request.path())) {
            request.pause();
            stalled.incrementAndGet();
        } else {
            request.endHandler(v -> request.response().end(LARGE));
        }
    }

    /** One connection, with a window of its own that is never the narrowest. */
    private HttpClient client() {
        return rig.vertx()
                .createHttpClient(rig.clientOptions(HttpVersion.HTTP_2)
                        .setHttp2ConnectionWindowSize(1 << 30)
                        .setInitialSettings(new Http2Settings().setInitialWindowSize(64 * 1024)));
    }

    private HttpClientRequest request(HttpClient client, String path) {
        return Await.get(client.request(Exchanges.options(rig.port(), "shop.example.com", HttpMethod.POST, path)));
    }

    @Test
    void downloadsThatNobodyReads() {
        HttpClient client = client();
        List<HttpClientRequest> unread = new ArrayList<>();
        for (int i = 0; i < STALLED; i++) {
            HttpClientRequest request = request(client, "/down/stalled");
            var paused = request.response().onSuccess(HttpClientResponse::pause);
            request.end();
            Await.get(paused);
            unread.add(request);
        }

        Exchanges.Answer answer = new Exchanges(client, rig.port(), "shop.example.com").post("/down/other", "");

        assertThat(answer.body()).isEqualTo(LARGE);
        assertThat(two.connections()).isEqualTo(1);
        unread.forEach(request -> request.reset(8));
        rig.quiet();
    }

    @Test
    void uploadsThatNobodyReads() {
        HttpClient client = client();
        List<HttpClientRequest> unread = new ArrayList<>();
        for (int i = 0; i < STALLED; i++) {
            HttpClientRequest request = request(client, "/up/stalled");
            request.exceptionHandler(failure -> {});
            request.response().onFailure(failure -> {});
            request.setChunked(true).write(LARGE);
            unread.add(request);
        }
        Await.until("all uploads to stall", () -> stalled.get() == STALLED);

        Exchanges.Answer answer =
                new Exchanges(client, rig.port(), "shop.example.com").post("/up/other", LARGE.toString());

        assertThat(answer.body()).isEqualTo(LARGE);
        unread.forEach(request -> request.reset(8));
        rig.quiet();
    }
}
