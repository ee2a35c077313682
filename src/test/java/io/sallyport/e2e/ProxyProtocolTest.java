package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the client is where a proxy says so by the PROXY protocol, and who is believed. */
class ProxyProtocolTest {

    private static final String V2 = "\r\n\r\n\0\r\nQUIT\n";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: shop.example.com\r\nX-Forwarded-For: 198.51.100.1,"
            + " 192.0.2.7\r\nConnection: close\r\n\r\n";

    private static final int PLAIN = GatewayRig.freePort();
    private static GatewayRig rig;
    private static TestBackend backend;

    /** The proxy is 127.0.0.1; clients in 203.0.113.0/24 are told why. */
    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).trustClients(List.of("203.0.113.0/24"));
        backend = rig.plainBackend(request -> TestBackend.answer(
                request,
                request.getHeader("x-forwarded-for") + " " + Objects.requireNonNull(request.getHeader("forwarded"))));
        rig.start(document("127.0.0.1/32"));
    }

    private static String document(String trusted) {
        return rig.httpsListener() + "    proxyProtocol: {trusted: [" + trusted + "]}\n"
                + "    limits: {handshakeTimeout: 300ms}\n" + """
                  - name: plain
                    port: %d
                    protocol: HTTP
                    limits: {handshakeTimeout: 300ms}
                    proxyProtocol: {trusted: [%s]}
                """.formatted(PLAIN, trusted)
                + rig.plainDocument(backend.url()).substring(rig.httpsListener().length());
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    private static Wire plain() throws Exception {
        return new Wire(rig.closing(new Socket("127.0.0.1", PLAIN)));
    }

    /** A header of version 2: the command's and family's bytes, then what follows. */
    private static String v2(int command, int family, byte[]... parts) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            rest.writeBytes(part);
        }
        return V2
                + (char) command
                + (char) family
                + (char) (rest.size() >> 8)
                + (char) (rest.size() & 0xff)
                + rest.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] address(String text) throws Exception {
        return InetAddress.getByName(text).getAddress();
    }

    private static byte[] ports() {
        return bytes(0x30, 0x39, 0x01, 0xbb);
    }

    private static double ended(String reason) {
        return rig.sum("sallyport_connections_ended_total", "reason=\"" + reason + "\"");
    }

    private static String forwarded(Wire wire) throws Exception {
        assertThat(wire.head()).startsWith("HTTP/1.1 200");
        return wire.rest();
    }

    @Test
    void version1NamesTheClient() throws Exception {
        Wire wire = plain().send("PROXY TCP4 203.0.113.9 10.0.0.1 12345 443\r\n" + REQUEST);
        assertThat(forwarded(wire)).startsWith("203.0.113.9 for=203.0.113.9;");
        assertThat(rig.logged("\"client\":\"203.0.113.9\"", "\"code\":200")).contains("\"path\":\"/\"");
    }

    @Test
    void version1NamesAClientOfIpv6() throws Exception {
        Wire wire = plain().send("PROXY TCP6 2001:db8::7 2001:db8::1 12345 443\r\n" + REQUEST);
        assertThat(forwarded(wire)).startsWith("2001:db8:0:0:0:0:0:7 for=\"[2001:db8:0:0:0:0:0:7]\";");
    }

    @Test
    void version2NamesTheClientAndWhatElseItCarriesIsSkipped() throws Exception {
        byte[] unique = bytes(0x05, 0x00, 0x03, 'a', 'b', 'c');
        byte[] unknown = bytes(0xee, 0x00, 0x02, 1, 2);
        String header = v2(0x21, 0x11, address("203.0.113.10"), address("10.0.0.1"), ports(), unique, unknown);
        assertThat(forwarded(plain().send(header + REQUEST))).startsWith("203.0.113.10 ");
    }

    @Test
    void version2NamesAClientOfIpv6() throws Exception {
        String header = v2(0x21, 0x21, address("2001:db8::8"), address("2001:db8::1"), ports());
        assertThat(forwarded(plain().send(header + REQUEST))).startsWith("2001:db8:0:0:0:0:0:8 ");
    }

    /** A proxy that speaks for itself, as a health check does. */
    @Test
    void aHeaderThatNamesNobodyLeavesTheSocketsPeer() throws Exception {
        assertThat(forwarded(plain().send("PROXY UNKNOWN\r\n" + REQUEST))).startsWith("127.0.0.1 ");
        assertThat(forwarded(plain().send(v2(0x20, 0x00) + REQUEST))).startsWith("127.0.0.1 ");
        String local = v2(0x20, 0x11, address("203.0.113.11"), address("10.0.0.1"), ports());
        assertThat(forwarded(plain().send(local + REQUEST))).startsWith("127.0.0.1 ");
        String unix = v2(0x21, 0x31, new byte[216]);
        assertThat(forwarded(plain().send(unix + REQUEST))).startsWith("127.0.0.1 ");
    }

    @Test
    void aHeaderInPiecesIsReadWhole() throws Exception {
        Wire wire = plain();
        for (String piece : "PROXY TCP4 203.0.113.12 10.0.0.1 12345 443\r\n".split("(?<=\\G.{9})")) {
            wire.send(piece);
        }
        assertThat(forwarded(wire.send(REQUEST))).startsWith("203.0.113.12 ");
    }

    @Test
    void theHandshakeFollowsTheHeader() throws Exception {
        Socket socket = rig.closing(new Socket("127.0.0.1", rig.port()));
        socket.getOutputStream().write("PROXY TCP4 203.0.113.13 10.0.0.1 1 2\r\n".getBytes(StandardCharsets.US_ASCII));
        var tls = TestTls.context(rig.ca().certificate())
                .getSocketFactory()
                .createSocket(socket, "shop.example.com", rig.port(), true);
        assertThat(forwarded(new Wire(tls).send(REQUEST))).startsWith("203.0.113.13 ");
    }

    /** Who is told why is judged by the client; whose fields count, by the socket. */
    @Test
    void trustedClientsAreThoseThatTheHeaderNames() throws Exception {
        String refused = "TRACE / HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n\r\n";
        assertThat(plain().send("PROXY TCP4 203.0.113.9 10.0.0.1 1 2\r\n" + refused)
                        .head())
                .contains("x-sallyport-reason: METHOD_NOT_ALLOWED");
        assertThat(plain().send("PROXY TCP4 192.0.2.9 10.0.0.1 1 2\r\n" + refused)
                        .head())
                .startsWith("HTTP/1.1 405")
                .doesNotContain("x-sallyport-reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REQUEST,
                "PROXY TCP4 203.0.113.9 10.0.0.1 12345\r\n",
                "PROXY TCP4 999.0.113.9 10.0.0.1 12345 443\r\n",
                "PROXY TCP4 203.0.113.9 10.0.0.1 99999 443\r\n",
                "PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n",
                "PROXY  TCP4 203.0.113.9 10.0.0.1 12345 443\r\n",
                "proxy TCP4 203.0.113.9 10.0.0.1 12345 443\r\n",
                "PROXY TCP4 203.0.113.9                                                                          "
                        + "                                                10.0.0.1 12345 443\r\n",
                V2 + "\21\21\0\14" + "0123456789ab",
                V2 + "\41\21\0\2ab",
                V2 + "\42\21\0\0",
            })
    void whatIsNoHeaderClosesTheConnectionAndReachesNobody(String bytes) throws Exception {
        double before = ended("PROXY_MALFORMED");
        int requests = backend.requests();
        assertThat(plain().send(bytes).ended()).isTrue();
        Await.until("counted", () -> ended("PROXY_MALFORMED") == before + 1);
        assertThat(backend.requests()).isEqualTo(requests);
    }

    @Test
    void aHeaderThatDoesNotComeInTimeClosesTheConnection() throws Exception {
        double before = ended("PROXY_TIMEOUT");
        assertThat(plain().send("PROXY TCP4 203").ended()).isTrue();
        Await.until("counted", () -> ended("PROXY_TIMEOUT") == before + 1);
    }

    @Test
    void onlyTheNamedProxiesAreLetIn() throws Exception {
        Socket socket = new Socket();
        socket.bind(new java.net.InetSocketAddress("127.0.0.2", 0));
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", PLAIN));
        try (Wire stranger = new Wire(socket)) {
            assertThat(stranger.ended()).isTrue();
        }
        Await.until("counted", () -> ended("PROXY_UNTRUSTED") == 1);
    }

    @Test
    void theProxiesOfABoundPortChangeInPlaceButNotTheProtocol() {
        rig.document(document("127.0.0.0/8"));
        String without = document("127.0.0.0/8").replaceAll(" *proxyProtocol: .*\n", "");
        assertThat(Objects.requireNonNull(rig.refused(without).refused()).violations())
                .extracting(violation -> violation.field() + ": " + violation.allowed())
                .containsExactly(
                        "listeners[0].port: the PROXY protocol of a bound port as it is; use another port, or restart",
                        "listeners[1].port: the PROXY protocol of a bound port as it is; use another port, or restart");
        rig.document(document("127.0.0.1/32"));
    }
}
