package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests follow each other on a connection to a backend without touching each other. */
class SharedUpstreamConnectionTest {

    /** The one connection that may be open is taken: its answer is read no faster than its client reads. */
    @Test
    void aRequestThatWaitsBehindASlowClientIsServedOnceThatLeaves(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).lanes(1, 1)) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                    String body = head.startsWith("GET") ? "a".repeat(4_000_000) : "fast";
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
                }
            }));
            rig.start(rig.plainDocument(backend.url()));
            HttpClientRequest slow = Await.get(rig.client(HttpVersion.HTTP_2)
                    .request(Exchanges.options(rig.port(), "shop.example.com", HttpMethod.GET, "/slow")));
            Future<HttpClientResponse> paused = slow.response().onSuccess(HttpClientResponse::pause);
            slow.end();
            Await.get(paused);
            Future<Exchanges.Answer> fast = new Exchanges(
                            rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com")
                    .send(HttpMethod.POST, "/fast", request -> {}, null);

            slow.reset(8);
            rig.counts(1, "reason=\"CLIENT_CLOSED\"");

            assertThat(Await.get(fast).text()).isEqualTo("fast");
            assertThat(backend.connections()).isEqualTo(2);
        }
    }

    /** What a backend sends beyond the end of an answer must not become the beginning of the next user's. */
    @ParameterizedTest
    @CsvSource({
        "HEAD, 'HTTP/1.1 200 OK|content-length: 54||HTTP/1.1 302 F|location: https://evil.test/|x: '",
        "HEAD, 'HTTP/1.1 200 OK|content-length: 5||abcde'",
        "GET, 'HTTP/1.1 200 OK|content-length: 2||okHTTP/1.1 200 OK|x-poison: '",
        "GET, 'HTTP/1.1 200 OK|content-length: 2||okEXTRA'",
        "GET, 'HTTP/1.1 204 No Content||body'",
        "GET, 'HTTP/1.1 304 Not Modified||body'",
        "GET, 'HTTP/1.1 200 OK|transfer-encoding: chunked||2|ok|0||HTTP/1.1 200 OK|content-length: 4||evil'"
    })
    void bytesBeyondAnAnswerReachNobody(String method, String answer, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).lanes(1, 1)) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                    boolean alice = head.contains(" /alice ");
                    wire.send(alice ? answer.replace("|", "\r\n") : "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nbob");
                }
            }));
            rig.start(rig.plainDocument(backend.url()));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            for (int i = 0; i < 3; i++) {
                assertThat(Await.get(client.send(HttpMethod.valueOf(method), "/alice", request -> {}, null))
                                .status())
                        .isIn(200, 204, 304);
                Exchanges.Answer bob = client.post("/bob", "");
                assertThat(bob.status()).isEqualTo(200);
                assertThat(bob.text()).isEqualTo("bob");
                assertThat(bob.headers().contains("x-poison")).isFalse();
            }
        }
    }
}
