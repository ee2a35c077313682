package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.proxy.ByteRows;
import io.sallyport.proxy.ByteRows.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of {@link ByteRows}, as the first and as a later request of a connection, over TCP and over TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ByteTableTest {

    private static final String GOOD = "GET /good HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    private final int plain = GatewayRig.freePort();
    private GatewayRig rig;
    private long refused;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend backend =
                rig.plainBackend(request -> request.body().onSuccess(body -> TestBackend.answer(request, "ok")));
        rig.start(rig.plainDocument(backend.url())
                .replace("backends:\n", "  - {name: plain, port: " + plain + ", protocol: HTTP}\nbackends:\n"));
    }

    /** Each refusal was counted as one, and none as anything else. */
    @AfterAll
    void stop() throws Exception {
        try {
            rig.quiet();
            rig.counts(refused, "code=\"400\"", "reason=\"BAD_REQUEST\"");
            assertThat(rig.counted("code=\"499\"")).isZero();
        } finally {
            rig.close();
        }
    }

    static Stream<Row> rows() {
        return ByteRows.stream();
    }

    /** A connection that begins with HTTP/2's preface speaks HTTP/2: PriorKnowledgeTest. */
    static Stream<Row> firstRows() {
        return rows().filter(row -> !row.text().startsWith(Http2Wire.PREFACE));
    }

    private Wire tcp() throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), plain));
    }

    @ParameterizedTest
    @MethodSource("firstRows")
    void asTheFirstRequest(Row row) throws Exception {
        try (Wire wire = tcp()) {
            expect(row, wire.send(row.text()));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void asTheSecondOnAKeptConnection(Row row) throws Exception {
        try (Wire wire = tcp()) {
            answered(wire.send(GOOD));
            expect(row, wire.send(row.text()));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void directlyBehindAnother(Row row) throws Exception {
        try (Wire wire = tcp()) {
            wire.send(GOOD + row.text());
            answered(wire);
            expect(row, wire);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void overTls(Row row) throws Exception {
        try (Wire wire = rig.wire("shop.example.com")) {
            answered(wire.send(GOOD));
            expect(row, wire.send(row.text()));
        }
    }

    private static void answered(Wire wire) throws IOException {
        assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
        assertThat(wire.read(2)).isEqualTo("ok");
    }

    private void expect(Row row, Wire wire) throws IOException {
        if (row.good()) {
            answered(wire);
            answered(wire.send(GOOD));
            return;
        }
        String head = wire.head();
        assertThat(head).startsWith("HTTP/1.1 " + row.status() + " ");
        if (row.status() == 400) {
            refused++;
            assertThat(head.toLowerCase(java.util.Locale.ROOT)).contains("connection: close");
            assertThat(wire.rest()).isEqualTo("Bad Request\n");
        }
    }
}
