package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunnels end when their port, or the process, is to end. */
class TunnelDrainTest {

    private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";
    private static final int PAYLOAD = 40;

    @ParameterizedTest
    @ValueSource(strings = {"port", "process"})
    void aWebSocketIsToldBeforeTheEnd(String what, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).drain(Duration.ofSeconds(1))) {
            Promise<ServerWebSocket> atBackend = Promise.promise();
            rig.start(rig.simpleDocument(
                    rig.backend(request -> request.toWebSocket().onComplete(atBackend))));
            WebSocket socket = new Sockets(rig).open("/socket");
            ServerWebSocket backend = Await.get(atBackend.future());
            Promise<Void> ended = Promise.promise();
            socket.closeHandler(v -> ended.complete());
            Promise<Void> backendEnded = Promise.promise();
            backend.closeHandler(v -> backendEnded.complete());

            CompletableFuture<Void> gone = new CompletableFuture<>();
            if (what.equals("port")) {
                rig.write(moved(rig, rig.simpleDocument(rig.backend(request -> {}))));
                gone.complete(null);
            } else {
                gone = rig.gateway().retire().toCompletableFuture();
            }

            Await.get(ended.future());
            assertThat(socket.closeStatusCode()).isEqualTo((short) 1001);
            Await.get(backendEnded.future());
            assertThat(backend.closeStatusCode()).isEqualTo((short) 1001);
            Await.get(gone);
            rig.logged("/socket", "\"code\":101", "\"reason\":\"DRAINING\"");
        }
    }

    private static String moved(GatewayRig rig, String document) {
        return document.replace("port: " + rig.port(), "port: " + GatewayRig.freePort());
    }

    /** The backend sends a byte of a frame whenever the client has read one: mostly they are within a frame. */
    @Test
    void isToldBetweenFramesOnly(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).drain(Duration.ofSeconds(1))) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                switched(wire, "websocket");
                String frame = "\u0082" + (char) PAYLOAD + "x".repeat(PAYLOAD);
                for (int i = 0; !wire.read(1).isEmpty(); i = (i + 1) % frame.length()) {
                    wire.send(frame.substring(i, i + 1));
                }
            }));
            rig.start(rig.plainDocument(backend.url()));
            try (Wire wire = open(rig, "websocket")) {
                rig.write(moved(rig, rig.plainDocument(backend.url())));
                StringBuilder read = new StringBuilder();
                do {
                    read.append(wire.send("n").read(1));
                } while (!read.toString().endsWith(GOING_AWAY));

                assertThat((read.length() - GOING_AWAY.length()) % (PAYLOAD + 2))
                        .isZero();
                assertThat(wire.ended()).isTrue();
            }
            rig.logged("/socket", "\"code\":101", "\"reason\":\"DRAINING\"");
        }
    }

    @Test
    void anotherProtocolIsCutAtTheEnd(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).drain(Duration.ofMillis(300))) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                switched(wire, "chat");
                wire.rest();
            }));
            rig.start(rig.plainDocumentWith("upgrades: [chat]", backend.url()));
            try (Wire wire = open(rig, "chat")) {
                Await.get(rig.gateway().retire());
                assertThat(wire.ended()).isTrue();
            }
            rig.logged("/socket", "\"code\":101", "\"reason\":\"DRAINING\"");
        }
    }

    @Test
    void aClientThatReadsNothingDoesNotKeepThePort(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).drain(Duration.ofMillis(300))) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                switched(wire, "websocket");
                String frame = "\u0082\u007e\u00ff\u00ff" + "x".repeat(0xffff);
                while (true) {
                    wire.send(frame);
                }
            }));
            rig.start(rig.plainDocument(backend.url()));
            try (Wire wire = open(rig, "websocket")) {
                assertThat(wire.read(1)).isEqualTo("\u0082");
                Await.get(rig.gateway().retire());
            }
            rig.logged("/socket", "\"code\":101", "\"reason\":\"DRAINING\"");
        }
    }

    private static void switched(Wire wire, String protocol) throws IOException {
        wire.head();
        wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: " + protocol + "\r\n\r\n");
    }

    private static Wire open(GatewayRig rig, String protocol) throws Exception {
        Wire wire = rig.wire("shop.example.com");
        assertThat(wire.send("GET /socket HTTP/1.1\r\nHost: shop.example.com\r\nConnection: Upgrade\r\nUpgrade: "
                                + protocol + "\r\n\r\n")
                        .head())
                .startsWith("HTTP/1.1 101 ");
        return wire;
    }
}
