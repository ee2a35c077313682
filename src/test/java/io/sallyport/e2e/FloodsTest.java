package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of HTTP/2 that send more of something than anybody needs: their connection ends, others go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloodsTest {

    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int REFUSED_STREAM = 7;
    private static final byte[] CANCEL = {0, 0, 0, 8};

    private final int port = GatewayRig.freePort();
    private final List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    private GatewayRig rig;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend backend = rig.plainBackend(held::add);
        rig.start("listeners: [{name: plain, port: %d, protocol: HTTP}]\n".formatted(port)
                + """
                backends:
                  - {name: app, endpoints: [%s]}
                routes:
                  - {name: all, rules: [{backendRefs: [{name: app}]}]}
                """.formatted(backend.url()));
    }

    @AfterEach
    void othersAreServed() throws IOException {
        rig.quiet();
        held.clear();
        try (Http2Wire other = Http2Wire.open(port)) {
            other.frame(Http2Wire.HEADERS, Http2Wire.END_STREAM | Http2Wire.END_HEADERS, 1, Http2Wire.head(false));
            Await.until("a request", () -> !held.isEmpty());
            held.get(0).response().setStatusCode(204).end();
            assertThat(other.until(frame -> frame.type() == Http2Wire.HEADERS).stream())
                    .isEqualTo(1);
        }
        rig.quiet();
        held.clear();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void resetsBeyondAThousandInHalfAMinuteEndTheConnection() throws IOException {
        try (Http2Wire client = Http2Wire.open(port)) {
            for (int stream = 1; stream < 2 * 1_100; stream += 2) {
                client.frame(
                                Http2Wire.HEADERS,
                                Http2Wire.END_STREAM | Http2Wire.END_HEADERS,
                                stream,
                                Http2Wire.head(false))
                        .frame(Http2Wire.RST_STREAM, 0, stream, CANCEL);
            }
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void streamsBeyondAHundredAtATimeAreRefusedUnprocessed() throws IOException {
        try (Http2Wire client = Http2Wire.open(port)) {
            for (int stream = 1; stream < 2 * 101; stream += 2) {
                client.frame(
                        Http2Wire.HEADERS, Http2Wire.END_STREAM | Http2Wire.END_HEADERS, stream, Http2Wire.head(false));
            }
            Http2Wire.Frame refused = client.until(frame -> frame.type() == Http2Wire.RST_STREAM);
            assertThat(refused.code()).isEqualTo(REFUSED_STREAM);
            assertThat(refused.stream()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000})
    void aHeadThatNeverEndsEndsTheConnection(int size) throws IOException {
        // Literal fields (RFC 7541, 6.2.2) with the name "a" and no value.
        byte[] part = size == 1_000 ? fields(size) : new byte[size];
        try (Http2Wire client = Http2Wire.open(port)) {
            client.frame(Http2Wire.HEADERS, Http2Wire.END_STREAM, 1, Http2Wire.head(false));
            for (int i = 0; i < 200; i++) {
                client.frame(Http2Wire.CONTINUATION, 0, 1, part);
            }
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        } catch (java.net.SocketException e) {
            // Ended while the client still sends: which of both it is told depends on where its bytes are.
            assertThat(e.getMessage()).containsAnyOf("reset", "Broken pipe");
        }
        assertThat(held).isEmpty();
    }

    private static byte[] fields(int size) {
        byte[] fields = new byte[size / 4 * 4];
        for (int i = 0; i < fields.length; i += 4) {
            fields[i + 1] = 1;
            fields[i + 2] = 'a';
        }
        return fields;
    }

    /** A field of 4,000 bytes is sent once and named by one byte each a thousand times: 4 MB out of 5 KB. */
    @Test
    void aHeadThatUnpacksToMegabytesIsRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(new byte[] {0x40, 1, 'b', 0x7f, (byte) (4_000 - 127 & 0x7f | 0x80), (byte) (4_000 - 127 >> 7)});
        bomb.writeBytes("x".repeat(4_000).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        byte[] again = new byte[1_000];
        Arrays.fill(again, (byte) 0xbe);
        bomb.writeBytes(again);
        try (Http2Wire client = Http2Wire.open(port)) {
            client.frame(
                    Http2Wire.HEADERS,
                    Http2Wire.END_STREAM | Http2Wire.END_HEADERS,
                    1,
                    Http2Wire.head(false, bomb.toByteArray()));
            // 431, by the stack itself.
            Http2Wire.Frame refused =
                    client.until(frame -> frame.type() == Http2Wire.HEADERS || frame.type() == Http2Wire.GOAWAY);
            assertThat(refused.type() == Http2Wire.GOAWAY || (refused.flags() & Http2Wire.END_STREAM) != 0)
                    .isTrue();
        }
        assertThat(held).isEmpty();
    }

    @Test
    void emptyFramesOfABodyEndTheConnection() throws IOException {
        try (Http2Wire client = Http2Wire.open(port)) {
            client.frame(Http2Wire.HEADERS, Http2Wire.END_HEADERS, 1, Http2Wire.head(true));
            for (int i = 0; i < 10; i++) {
                client.frame(Http2Wire.DATA, 0, 1);
            }
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    /** Who never reads what must be answered is cut off once ten thousand answers wait for it. */
    @ParameterizedTest
    @ValueSource(ints = {Http2Wire.SETTINGS, Http2Wire.PING})
    void questionsWhoseAnswersNobodyReadsEndTheConnection(int type) throws IOException {
        byte[] frame = Http2Wire.bytes(type, 0, 0, new byte[type == Http2Wire.PING ? 8 : 0]);
        byte[] thousand = new byte[frame.length * 1_000];
        for (int i = 0; i < thousand.length; i++) {
            thousand[i] = frame[i % frame.length];
        }
        int sent = 0;
        try (Http2Wire client = Http2Wire.open(port)) {
            while (sent < 10_000) {
                client.write(thousand);
                sent++;
            }
        } catch (IOException e) {
            assertThat(sent).as("thousands of frames").isLessThan(10_000);
            return;
        }
        throw new AssertionError("ten million frames were taken");
    }
}
