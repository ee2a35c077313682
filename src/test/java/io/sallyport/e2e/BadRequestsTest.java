package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request, or too much of one, is answered or closed, and harms nobody else. */
class BadRequestsTest {

    @Test
    void garbageIsAnsweredOrClosedAndHarmsNobody(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            int plain = GatewayRig.freePort();
            start(rig, plain);
            Random random = new Random(11);
            for (int i = 0; i < 30; i++) {
                byte[] garbage = new byte[1 + random.nextInt(3_000)];
                random.nextBytes(garbage);
                garbage[0] = (byte) (random.nextInt(31) + 128);
                int line = garbage.length / 2;
                garbage[line] = '\n';
                RawSocket.exchange(rig.port(), garbage);
                byte[] ended = new byte[garbage.length + 4];
                System.arraycopy(garbage, 0, ended, 0, garbage.length);
                System.arraycopy(RawSocket.bytes("\r\n\r\n"), 0, ended, garbage.length, 4);
                assertThat(RawSocket.exchange(plain, ended)).matches("(?s)|HTTP/1.[01] [45].*");
                try (SSLSocket socket = Handshakes.open(rig.port(), "shop.example.com")) {
                    assertThat(RawSocket.exchange(socket, ended)).matches("(?s)|HTTP/1.[01] [45].*");
                }
            }
            assertThat(client(rig, HttpVersion.HTTP_2).get("/").status()).isEqualTo(200);
            rig.quiet();
            assertThat(rig.counted("code=\"200\"")).isEqualTo(1);
        }
    }

    @Test
    void aPlainRequestOnATlsPortIsClosed(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            start(rig, GatewayRig.freePort());
            byte[] request = RawSocket.bytes("GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
            assertThat(RawSocket.exchange(rig.port(), request)).doesNotContain("200");
            assertThat(client(rig, HttpVersion.HTTP_1_1).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void tooLongHeadsAreRefusedByName(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            int plain = GatewayRig.freePort();
            start(rig, plain);
            String head = "GET / HTTP/1.1\r\nHost: shop.example.com\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n";
            assertThat(RawSocket.exchange(plain, RawSocket.bytes(head))).matches("(?s)HTTP/1.[01] 431 .*");
            String line = "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
            assertThat(RawSocket.exchange(plain, RawSocket.bytes(line))).matches("(?s)HTTP/1.[01] 414 .*");
            rig.quiet();
            assertThat(rig.counted("code=\"431\"", "reason=\"HEADERS_TOO_LARGE\""))
                    .isEqualTo(1);
            assertThat(rig.counted("code=\"414\"", "reason=\"URI_TOO_LONG\"")).isEqualTo(1);
        }
    }

    /** What RFC 3986 allows in a host would begin another entry in Forwarded and X-Forwarded-Host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example.com,evil",
                "shop.example.com;for=10.0.0.1",
                "a b",
                "shop.example.com\r\nHost: b"
            })
    void aHostThatIsNoNameIsRefused(String host, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            int plain = GatewayRig.freePort();
            start(rig, plain);
            String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            assertThat(RawSocket.exchange(plain, RawSocket.bytes(request))).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\nHost: x y, for=6.6.6.6",
                "GET / HTTP/1.0\r\nHost: shop.example.com\r\nHost: b",
                "GET http://other.example.com/ HTTP/1.1\r\nHost: shop.example.com",
                "GET /a#b HTTP/1.1\r\nHost: shop.example.com",
                "POST / HTTP/1.1\r\nHost: shop.example.com\r\nTransfer-Encoding: xchunked\r\nContent-Length: 0",
                "POST / HTTP/1.1\r\nHost: shop.example.com\r\nTransfer-Encoding: identity",
                "GET evil HTTP/1.1\r\nHost: shop.example.com",
                "GET * HTTP/1.1\r\nHost: shop.example.com",
                "GET /public/..%2fadmin HTTP/1.1\r\nHost: shop.example.com",
                "GET http://shop.example.com/a/..;/b HTTP/1.1\r\nHost: shop.example.com"
            })
    void aHeadThatCouldBeReadInTwoWaysIsRefused(String head, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            int plain = GatewayRig.freePort();
            start(rig, plain);
            String answer = RawSocket.exchange(plain, RawSocket.bytes(head + "\r\nConnection: close\r\n\r\n"));
            assertThat(answer).matches("(?s)HTTP/1.[01] 400 .*");
            rig.quiet();
            assertThat(rig.counted("code=\"400\"", "reason=\"BAD_REQUEST\"")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a#b HTTP/1.1\r\nHost: shop.example.com\r\n\r\n",
                "POST /none HTTP/1.1\r\nHost: other.example.com\r\nContent-Length: 5\r\n\r\nabcde"
            })
    void nothingIsServedAfterTheLastAnswerOfAConnection(String first, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            int plain = GatewayRig.freePort();
            start(rig, plain);
            String second = "GET /second HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n\r\n";
            String answers = RawSocket.exchange(plain, RawSocket.bytes(first + second));
            assertThat(answers).matches("(?s)HTTP/1.1 4.*").doesNotContain(" 200 ");
            rig.quiet();
            assertThat(rig.counted("code=\"200\"")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void anUnknownHostIsNotFound(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            start(rig, GatewayRig.freePort());
            Exchanges unknown = new Exchanges(rig.client(version), rig.port(), "unknown.example.com");
            assertThat(unknown.get("/").status()).isEqualTo(404);
            assertThat(client(rig, version).get("/").status()).isEqualTo(200);
        }
    }

    private static Exchanges client(GatewayRig rig, HttpVersion version) {
        return new Exchanges(rig.client(version), rig.port(), "shop.example.com");
    }

    private static void start(GatewayRig rig, int plain) {
        TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
        rig.start(rig.simpleDocument(backend)
                .replace("backends:\n", "  - {name: plain, port: " + plain + ", protocol: HTTP}\nbackends:\n")
                .replace("name: all\n", "name: all\n    hostnames: [shop.example.com]\n"));
    }
}
