package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway that is told to end takes leave of its clients, and loses no request. */
class RetireTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void aRollingStopUnderLoadLosesNoRequest(@TempDir Path directory) throws Exception {
        try (GatewayRig first = new GatewayRig(Files.createDirectory(directory.resolve("first")));
                GatewayRig second = new GatewayRig(Files.createDirectory(directory.resolve("second")))) {
            first.shutdownDelay(Duration.ofSeconds(5)).drain(Duration.ofSeconds(2));
            TestBackend one = first.backend(request -> {
                if ("/socket".equals(request.path())) {
                    request.toWebSocket().onSuccess(socket -> socket.pipeTo(socket));
                } else {
                    TestBackend.answer(request, "one");
                }
            });
            TestBackend two = second.backend(request -> TestBackend.answer(request, "two"));
            first.start(first.simpleDocument(one));
            try (Router router = new Router(first.vertx(), first.port())) {
                Load load = new Load(first.vertx(), router.port());
                for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
                    load.kept(4, first.clientOptions(version).setTrustAll(true));
                    load.fresh(1, first.clientOptions(version).setTrustAll(true));
                }
                Await.until("traffic", () -> load.good() > 100);
                WebSocket socket = new Sockets(first).open("/socket");
                AtomicLong echoed = new AtomicLong();
                socket.handler(chunk -> echoed.incrementAndGet());
                second.start(second.simpleDocument(two));
                CompletableFuture<Void> retired = first.gateway().retire().toCompletableFuture();
                // The router goes on sending for a while: its list of pods is old.
                long before = load.good();
                Await.until("traffic while it retires", () -> load.good() > before + 20);
                socket.write(Buffer.buffer("still here"));
                Await.until("an echo while it retires", () -> echoed.get() == 1);
                router.sendTo(second.port());
                Await.get(retired);
                assertThat(socket.closeStatusCode()).isEqualTo((short) 1001);
                first.stop();
                long after = load.good();
                Await.until("traffic at the second", () -> load.good() > after + 100);
                load.stop();
                assertThat(load.failures()).isEmpty();
                assertThat(second.counted("code=\"200\"")).isGreaterThan(100);
            }
        }
    }

    @Test
    void duringTheDelayEachHttp1AnswerIsTheLastOnItsConnection(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).shutdownDelay(LONG)) {
            rig.start(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok"))));
            Wire kept = rig.wire("shop.example.com");
            String request = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
            assertThat(kept.send(request).head()).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("connection:");
            kept.read(2);
            rig.gateway().retire();

            assertThat(kept.send(request).head()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(kept.rest()).isEqualTo("ok");
            Wire fresh = rig.wire("shop.example.com");
            assertThat(fresh.send(request).head()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(fresh.rest()).isEqualTo("ok");
        }
    }

    @Test
    void whatWasSentBehindAConnectionsLastRequestIsNeitherAnsweredNorCounted(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).shutdownDelay(LONG)) {
            rig.start(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok"))));
            rig.gateway().retire();
            Wire wire = rig.wire("shop.example.com");
            wire.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n".repeat(3));

            assertThat(wire.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(wire.rest()).isEqualTo("ok");
            rig.quiet();
            assertThat(rig.counted("")).isEqualTo(1);
        }
    }

    @Test
    void http2ClientsAreToldAtOnceAndNewOnesAreServed(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).shutdownDelay(LONG)) {
            rig.start(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok"))));
            CompletableFuture<Void> goAway = new CompletableFuture<>();
            var options = rig.clientOptions(HttpVersion.HTTP_2);
            var before = rig.vertx()
                    .httpClientBuilder()
                    .with(options)
                    .withConnectHandler(connection -> connection.goAwayHandler(frame -> goAway.complete(null)))
                    .build();
            assertThat(new Exchanges(before, rig.port(), "shop.example.com")
                            .get("/")
                            .status())
                    .isEqualTo(200);
            rig.gateway().retire();

            Await.get(goAway);
            Exchanges after = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            assertThat(after.get("/").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void anExchangeUnderWayEndsBeforeThePortIsClosed(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            CompletableFuture<HttpServerRequest> arrived = new CompletableFuture<>();
            rig.start(rig.simpleDocument(rig.backend(arrived::complete)));
            Exchanges client = new Exchanges(rig.client(version), rig.port(), "shop.example.com");
            var answer = client.send(HttpMethod.GET, "/", request -> {}, null);
            HttpServerRequest pending = Await.get(arrived);
            CompletableFuture<Void> retired = rig.gateway().retire().toCompletableFuture();
            assertThat(retired).isNotDone();

            pending.response().end("late");
            assertThat(Await.get(answer).text()).isEqualTo("late");
            Await.get(retired);
        }
    }

    @Test
    void anExchangeThatDoesNotEndIsCut(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).drain(Duration.ofMillis(300))) {
            CompletableFuture<HttpServerRequest> arrived = new CompletableFuture<>();
            rig.start(rig.simpleDocument(rig.backend(arrived::complete)));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            var answer = client.send(HttpMethod.GET, "/", request -> {}, null);
            Await.get(arrived);

            Await.get(rig.gateway().retire());
            assertThat(Await.failed(answer)).isNotNull();
        }
    }
}
