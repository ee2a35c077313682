package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests of HTTP/1.1 that come before the answers to those before them (RFC 9112, 9.3.2). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipeliningTest {

    /** Sockets and one read; a request is some 50 bytes. */
    private static final long MOST_TAKEN = 16L << 20;

    private final Queue<HttpServerRequest> held = new ArrayDeque<>();
    private final int plain = GatewayRig.freePort();
    private GatewayRig rig;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend backend = rig.plainBackend(this::serve);
        rig.start(rig.plainDocument(backend.url())
                .replace("backends:\n", "  - {name: plain, port: " + plain + ", protocol: HTTP}\nbackends:\n"));
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private void serve(HttpServerRequest request) {
        if ("/held".equals(request.path())) {
            synchronized (held) {
                held.add(request);
            }
        } else {
            request.body().onSuccess(body -> request.response().end(request.path() + " " + body + "\n"));
        }
    }

    private void release() {
        Await.until("a held request", () -> {
            synchronized (held) {
                return !held.isEmpty();
            }
        });
        synchronized (held) {
            held.remove().response().end("held\n");
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    }

    @Test
    void aThousandAreAnsweredInTheirOrder() throws Exception {
        StringBuilder requests = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String body = "body" + i;
            expected.add("/" + i + " " + (i % 3 == 0 ? body : ""));
            requests.append(
                    i % 3 == 0
                            ? "POST /" + i + " HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body
                            : get("/" + i));
        }
        expected.add("/last ");
        requests.append("GET /last HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n\r\n");
        String answers = RawSocket.exchange(plain, RawSocket.bytes(requests.toString()));

        assertThat(answers.lines().filter(line -> line.startsWith("/"))).containsExactlyElementsOf(expected);
        assertThat(answers.lines().filter(line -> line.startsWith("HTTP/1.1 200 ")))
                .hasSize(1_001);
    }

    @Test
    void noMoreAreTakenThanAFewWhileOneWaits() throws Exception {
        byte[] batch = get("/next").repeat(1_000).getBytes(StandardCharsets.ISO_8859_1);
        try (SocketChannel client =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), plain))) {
            client.configureBlocking(false);
            ByteBuffer first = ByteBuffer.wrap(get("/held").getBytes(StandardCharsets.ISO_8859_1));
            client.write(first);
            long taken = pour(client, batch);

            assertThat(taken).isLessThan(MOST_TAKEN);
            release();
            ByteBuffer answers = ByteBuffer.allocate(1 << 16);
            client.configureBlocking(true);
            StringBuilder read = new StringBuilder();
            while (read.length() < 5_000) {
                client.read(answers.clear());
                read.append(StandardCharsets.ISO_8859_1.decode(answers.flip()));
            }
            assertThat(read).contains("held\n", "/next \n");
        }
    }

    /** Writes until nothing more is taken for a while, or too much was. */
    private static long pour(SocketChannel client, byte[] batch) throws IOException {
        long written = 0;
        int refused = 0;
        ByteBuffer bytes = ByteBuffer.wrap(batch);
        while (refused < 200 && written < MOST_TAKEN) {
            if (!bytes.hasRemaining()) {
                bytes.rewind();
            }
            int took = client.write(bytes);
            written += took;
            refused = took > 0 ? 0 : refused + 1;
            if (took == 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
        }
        return written;
    }
}
