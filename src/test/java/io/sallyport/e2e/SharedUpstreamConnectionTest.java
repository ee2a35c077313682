package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests follow each other on a connection to a backend without touching each other. */
class SharedUpstreamConnectionTest {

    @Test
    void aSlowClientThatLeavesDoesNotCloseTheConnectionUnderTheNext(@TempDir Path directory) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Promise<Void> second = Promise.promise();
        try (GatewayRig rig = new GatewayRig(directory).lanes(1, 1)) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                    if (head.startsWith("GET")) {
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: 110000\r\n\r\n" + "a".repeat(110_000));
                    } else {
                        second.complete();
                        await(release);
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfast");
                    }
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
            Await.get(second.future());

            slow.reset(8);
            rig.counts(1, "reason=\"CLIENT_CLOSED\"");
            release.countDown();

            assertThat(Await.get(fast).text()).isEqualTo("fast");
            assertThat(backend.connections()).isEqualTo(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not released");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
