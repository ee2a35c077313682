package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A plaintext port speaks HTTP/1.1 and, to clients that begin with its preface, HTTP/2. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PriorKnowledgeTest {

    private final int port = GatewayRig.freePort();
    private GatewayRig rig;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend backend = rig.plainBackend(request -> request.endHandler(
                v -> request.response().end(request.version() + " " + request.getHeader("x-forwarded-proto"))));
        rig.start("listeners: [{name: plain, port: %d, protocol: HTTP}]\n".formatted(port)
                + """
                backends:
                  - {name: app, endpoints: [%s]}
                routes:
                  - {name: all, rules: [{backendRefs: [{name: app}]}]}
                """.formatted(backend.url()));
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private Wire wire() throws Exception {
        return rig.closing(new Wire(new Socket("127.0.0.1", port)));
    }

    @Test
    void speaksHttp2ToWhoBeginsWithItsPreface() {
        Exchanges client = new Exchanges(
                rig.vertx()
                        .createHttpClient(new io.vertx.core.http.HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setHttp2ClearTextUpgrade(false)),
                port,
                "shop.example.com");
        for (int i = 0; i < 3; i++) {
            assertThat(client.post("/", "body").text()).isEqualTo("HTTP_1_1 http");
        }
    }

    @Test
    void findsAPrefaceThatComesByteByByte() throws Exception {
        try (Http2Wire client = new Http2Wire(port)) {
            for (char c : Http2Wire.PREFACE.toCharArray()) {
                client.raw(String.valueOf(c));
            }
            client.frame(Http2Wire.SETTINGS, 0, 0)
                    .frame(Http2Wire.HEADERS, Http2Wire.END_STREAM | Http2Wire.END_HEADERS, 1, Http2Wire.head(false));
            assertThat(client.until(frame -> frame.type() == Http2Wire.DATA).stream())
                    .isEqualTo(1);
        }
    }

    @Test
    void takesARequestThatBeginsLikeThePreface() throws Exception {
        Wire wire = wire();
        for (String part : new String[] {"P", "R", "OPFIND / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n"}) {
            wire.send(part);
        }
        assertThat(wire.head()).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void doesNotFollowAnUpgradeToH2c() throws Exception {
        Wire wire = wire();
        wire.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        assertThat(wire.head()).startsWith("HTTP/1.1 200 OK");
        assertThat(wire.read(13)).isEqualTo("HTTP_1_1 http");
    }

    @Test
    void refusesAFalsePreface() throws Exception {
        Wire wire = wire();
        wire.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
        assertThat(wire.until(" ")).startsWith("HTTP/");
        assertThat(wire.read(1)).isIn("4", "5");
        wire.rest();
    }

    @Test
    void saysGoodbyeToItsClientsInTheirProtocol(@TempDir Path directory) throws Exception {
        int own = GatewayRig.freePort();
        try (GatewayRig leaving = new GatewayRig(directory)) {
            leaving.start("listeners: [{name: plain, port: %d, protocol: HTTP}]\nallowEmpty: true\n".formatted(own));
            try (Http2Wire client = Http2Wire.open(own);
                    Wire silent = new Wire(new Socket("127.0.0.1", own))) {
                client.frame(Http2Wire.HEADERS, Http2Wire.END_STREAM | Http2Wire.END_HEADERS, 1, Http2Wire.head(false));
                client.until(frame -> frame.type() == Http2Wire.HEADERS);

                leaving.document("listeners: [{name: other, port: %d, protocol: HTTP}]\nallowEmpty: true\n"
                        .formatted(leaving.port()));

                assertThat(client.goAway()).isZero();
                assertThat(silent.ended()).isTrue();
            }
        }
    }
}
