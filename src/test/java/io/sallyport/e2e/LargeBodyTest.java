package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A body of 1 GiB goes up and comes back while its reader stops again and again; little of it is ever under way. */
class LargeBodyTest {

    private static final long BODY = 1L << 30;
    private static final long STOP_EVERY = 300L << 20;

    /** Sockets, windows and TLS records of six hops, each way. */
    private static final long UNDER_WAY = 64L << 20;

    /** Long enough for a gateway that kept what it reads to keep more than may be under way. */
    private static final long STOP_MILLIS = 2_000;

    private static final Buffer CHUNK = Buffer.buffer(new byte[256 * 1024]);

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void passesBothWaysInBoundedMemory(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(version, request -> {
                request.response().setChunked(true);
                request.pipeTo(request.response());
            });
            rig.start(rig.simpleDocument(backend));
            HttpClientRequest request = Await.get(rig.client(version)
                    .request(Exchanges.options(rig.port(), "shop.example.com", HttpMethod.POST, "/echo")));
            Pump pump = new Pump(rig.vertx(), request.setChunked(true));
            request.response().onSuccess(pump::read).onFailure(pump.done::tryFail);
            ((io.vertx.core.net.impl.ConnectionBase) request.connection())
                    .getContext()
                    .runOnContext(v -> pump.write());

            pump.done.future().toCompletionStage().toCompletableFuture().get(5, TimeUnit.MINUTES);

            assertThat(pump.received).isEqualTo(BODY);
            assertThat(pump.mostUnderWay).isLessThan(UNDER_WAY);
            rig.quiet();
            assertThat(rig.logged("/echo")).contains("\"bytes_in\":" + BODY, "\"bytes_out\":" + BODY);
        }
    }

    /** Writes whenever it may; the reader stops for a while every now and then. */
    private static final class Pump {

        private final Vertx vertx;
        private final HttpClientRequest request;
        private final Promise<Void> done = Promise.promise();
        private volatile long sent;
        private volatile long received;
        private volatile long mostUnderWay;

        Pump(Vertx vertx, HttpClientRequest request) {
            this.vertx = vertx;
            this.request = request;
        }

        void write() {
            while (sent < BODY && !request.writeQueueFull()) {
                sent = sent + CHUNK.length();
                request.write(CHUNK);
                mostUnderWay = Math.max(mostUnderWay, sent - received);
            }
            if (sent == BODY) {
                request.end();
            } else {
                request.drainHandler(v -> write());
            }
        }

        void read(HttpClientResponse response) {
            response.exceptionHandler(done::tryFail);
            response.endHandler(v -> done.tryComplete());
            response.handler(chunk -> {
                long before = received;
                received = before + chunk.length();
                if (before / STOP_EVERY != received / STOP_EVERY) {
                    response.pause();
                    vertx.setTimer(STOP_MILLIS, id -> response.resume());
                }
            });
        }
    }
}
