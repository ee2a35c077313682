package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 1 GiB goes through a WebSocket and comes back, in a gateway that has 48 MiB of heap and as much beside it. */
class LargeWebSocketTest {

    private static final long BYTES = 1L << 30;
    private static final Buffer CHUNK = Buffer.buffer(new byte[64 * 1024]);

    @Test
    void passesBothWaysInBoundedMemory(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend =
                    rig.backend(request -> request.toWebSocket().onSuccess(socket -> socket.pipeTo(socket)));
            rig.write(rig.simpleDocument(backend));
            try (ForkedGateway gateway = ForkedGateway.start(rig, "-Xmx48m", "-XX:MaxDirectMemorySize=48m")) {
                Await.until("the gateway listens", () -> listening(rig.port()));
                Echo echo = new Echo(new Sockets(rig).open("/echo"));
                echo.begin();
                long received = echo.done
                        .future()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(5, TimeUnit.MINUTES);

                assertThat(received).isEqualTo(BYTES);
                assertThat(gateway.alive()).isTrue();
            }
        }
    }

    private static boolean listening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    /** Writes whenever it may, on the socket's own event loop. */
    private static final class Echo {

        private final Promise<Long> done = Promise.promise();
        private final WebSocket socket;
        private long sent;
        private long received;

        Echo(WebSocket socket) {
            this.socket = socket;
        }

        void begin() {
            socket.closeHandler(v -> done.tryFail("closed after " + received));
            socket.handler(chunk -> {
                received += chunk.length();
                if (received == BYTES) {
                    done.tryComplete(received);
                }
            });
            socket.drainHandler(v -> write());
            ((io.vertx.core.http.impl.WebSocketInternal) socket)
                    .channelHandlerContext()
                    .executor()
                    .execute(this::write);
        }

        private void write() {
            while (sent < BYTES && !socket.writeQueueFull()) {
                socket.write(CHUNK);
                sent += CHUNK.length();
            }
        }
    }
}
