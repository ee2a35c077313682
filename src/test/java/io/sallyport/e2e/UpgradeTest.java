package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of protocol (RFC 9110, 7.8) byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeTest {

    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n";

    private static final String BURST = "x".repeat(300_000);

    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private GatewayRig rig;
    private RawBackend backend;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).patient().trust(GatewayRig.LOOPBACK);
        backend = rig.closing(new RawBackend(this::serve));
        rig.start(rig.httpsListener() + """
                backends:
                  - {name: raw, endpoints: ["%1$s"]}
                  - {name: flaky, endpoints: ["http://127.0.0.1:%2$d", "%1$s"]}
                routes:
                  - name: all
                    rules:
                      - {matches: [{path: {value: /none}}], upgrades: [], backendRefs: [{name: raw}]}
                      - matches: [{path: {value: /custom}}]
                        upgrades: [chat/2, websocket]
                        backendRefs: [{name: raw}]
                        filters:
                          - {type: ResponseHeaderModifier, responseHeaderModifier: {add: [{name: x-added, value: "1"}]}}
                      - {matches: [{path: {value: /flaky}}], retry: {attempts: 1}, backendRefs: [{name: flaky}]}
                      - {backendRefs: [{name: raw}]}
                """.formatted(backend.url(), GatewayRig.freePort()));
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    /** Speaks for each path; a connection that was switched echoes lines. */
    private void serve(Wire wire, int number) throws IOException {
        for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
            String path = head.split(" ", 3)[1];
            seen.put(path, head);
            switch (path.substring(path.lastIndexOf('/'))) {
                case "/switch" -> {
                    String protocol = head.replaceAll("(?is).*\r\nupgrade: ([^\r,]*).*", "$1");
                    wire.send(SWITCH + "x-sallyport-reason: forged\r\nx-own: yes\r\nUpgrade: " + protocol
                            + "\r\n\r\nat once\n");
                    echo(wire);
                    return;
                }
                case "/switch-after-body" -> {
                    String body = wire.read(5);
                    wire.send(SWITCH + "Upgrade: chat/2\r\n\r\ngot " + body + "\n");
                    echo(wire);
                    return;
                }
                case "/deflate" -> {
                    wire.send(SWITCH + "Sec-WebSocket-Extensions: permessage-deflate\r\nUpgrade: websocket\r\n\r\n");
                    echo(wire);
                    return;
                }
                case "/other" -> wire.send(SWITCH + "Upgrade: other\r\n\r\n");
                case "/nameless" -> wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n");
                case "/refuse" ->
                    wire.send("HTTP/1.1 426 Upgrade Required\r\nUpgrade: other\r\n"
                            + "Connection: Upgrade\r\nContent-Length: 4\r\n\r\nnope");
                case "/burst" -> {
                    wire.send(SWITCH + "Upgrade: websocket\r\n\r\n" + BURST);
                    return;
                }
                case "/hold" -> wire.until("never");
                default -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain");
            }
        }
    }

    private static void echo(Wire wire) throws IOException {
        for (String line = wire.until("\n"); !line.isEmpty(); line = wire.until("\n")) {
            wire.send(line);
        }
    }

    private static String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n" + fields + "\r\n";
    }

    private static String upgrade(String path, String protocol) {
        return get(path, "Connection: keep-alive, Upgrade\r\nUpgrade: " + protocol + "\r\n");
    }

    private Wire wire() throws Exception {
        return rig.wire("shop.example.com");
    }

    /** RFC 7692: the extension is agreed on by the ends, and its frames have the bit RSV1. */
    @Test
    void compressedMessagesPassAsTheyAre() throws Exception {
        try (Wire wire = wire()) {
            String extension = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
            String asked = get("/deflate", "Connection: Upgrade\r\nUpgrade: websocket\r\n" + extension);
            assertThat(wire.send(asked).head()).containsIgnoringCase("\r\n" + extension);
            assertThat(seen.get("/deflate")).containsIgnoringCase("\r\n" + extension);
            String frame = "\u00c1\u0084abcd\u0093\u002a\u00b6\n";
            assertThat(wire.send(frame).until("\n")).isEqualTo(frame);
        }
    }

    @Test
    void aRuleMayAllowOtherProtocols() throws Exception {
        try (Wire wire = wire()) {
            String head =
                    wire.send(upgrade("/custom/switch", "h2c, Chat/2, unknown")).head();
            assertThat(head)
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .containsIgnoringCase("\r\nconnection: Upgrade\r\n")
                    .containsIgnoringCase("\r\nupgrade: Chat/2\r\n")
                    .containsIgnoringCase("\r\nx-own: yes\r\n")
                    .containsIgnoringCase("\r\nx-added: 1\r\n")
                    .doesNotContain("forged")
                    .doesNotContainIgnoringCase("content-length")
                    .doesNotContainIgnoringCase("transfer-encoding");
            assertThat(wire.until("\n")).isEqualTo("at once\n");
            assertThat(wire.send("there and back\n").until("\n")).isEqualTo("there and back\n");
        }
        assertThat(seen.get("/custom/switch"))
                .containsIgnoringCase("\r\nconnection: Upgrade\r\n")
                .containsIgnoringCase("\r\nupgrade: Chat/2\r\n");
        rig.logged("/custom/switch", "\"code\":101", "\"reason\":\"none\"", "\"bytes_in\":15", "\"bytes_out\":23");
    }

    @ParameterizedTest
    @CsvSource({
        "/none/switch, websocket",
        "/custom/switch, chat/3",
        "/switch, chat/2",
        "/switch, TLS/1.0",
        "/switch, HTTP/2.0"
    })
    void whatNoRuleAllowsIsRefused(String path, String protocol) throws Exception {
        try (Wire wire = wire()) {
            String head = wire.send(upgrade(path, protocol)).head();
            assertThat(head).startsWith("HTTP/1.1 403 ").contains("x-sallyport-reason: UPGRADE_REFUSED");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 | Connection: keep-alive~Upgrade: websocket",
                "HTTP/1.1 | Upgrade: websocket",
                "HTTP/1.1 | Connection: Upgrade~Upgrade: h2c",
                "HTTP/1.1 | Connection: Upgrade",
                "HTTP/1.0 | Connection: Upgrade, keep-alive~Upgrade: websocket"
            })
    void whatAsksForNoOtherProtocolIsServedAsItIs(String version, String fields) throws Exception {
        try (Wire wire = wire()) {
            String head = wire.send("GET /plain HTTP/1.1\r\nHost: shop.example.com\r\n".replace("HTTP/1.1", version)
                            + fields.replace("~", "\r\n")
                            + "\r\n\r\n")
                    .head();
            assertThat(head).contains(" 200 OK\r\n");
            assertThat(seen.get("/plain"))
                    .doesNotContainIgnoringCase("upgrade:")
                    .doesNotContainIgnoringCase("connection:");
        }
    }

    @Test
    void anAnswerOtherThan101IsAnOrdinaryOne() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.send(upgrade("/refuse", "websocket")).head())
                    .startsWith("HTTP/1.1 426 ")
                    .doesNotContainIgnoringCase("connection:");
            assertThat(wire.read(4)).isEqualTo("nope");
            assertThat(wire.send(get("/plain", "")).head()).startsWith("HTTP/1.1 200 ");
            assertThat(wire.read(5)).isEqualTo("plain");
        }
        rig.logged("/refuse", "\"code\":426", "\"reason\":\"none\"");
    }

    @ParameterizedTest
    @CsvSource({"/other", "/nameless"})
    void aSwitchToWhatNobodyAskedForIsNone(String path) throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.send(upgrade(path, "websocket")).head())
                    .startsWith("HTTP/1.1 502 ")
                    .contains("x-sallyport-reason: UPSTREAM_PROTOCOL_ERROR");
        }
    }

    @Test
    void theConnectionChangesAfterTheRequestsBody() throws Exception {
        try (Wire wire = wire()) {
            wire.send("POST /custom/switch-after-body HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 5\r\n"
                    + "Connection: upgrade\r\nUpgrade: chat/2\r\n\r\n");
            wire.send("12345");
            assertThat(wire.head()).startsWith("HTTP/1.1 101 ");
            assertThat(wire.until("\n")).isEqualTo("got 12345\n");
            assertThat(wire.send("more\n").until("\n")).isEqualTo("more\n");
        }
    }

    @Test
    void aSwitchBeforeTheBodysEndIsNone() throws Exception {
        try (Wire wire = wire()) {
            wire.send("POST /custom/switch HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 5\r\n"
                    + "Connection: upgrade\r\nUpgrade: chat/2\r\n\r\n12");
            assertThat(wire.head()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void whatAClientSendsBeforeTheSwitchDoesNotEnterTheTunnel() throws Exception {
        try (Wire wire = wire()) {
            wire.send(upgrade("/switch", "websocket") + "GET /smuggled HTTP/1.1\r\nHost: x");
            assertThat(wire.head()).startsWith("HTTP/1.1 400 ");
            assertThat(wire.until("never")).doesNotContain("at once");
        }
        assertThat(seen).doesNotContainKey("/smuggled");
    }

    @Test
    void aSwitchedConnectionCarriesNoOtherRequest() throws Exception {
        try (Wire wire = wire();
                Wire second = wire()) {
            int before = backend.connections();
            wire.send(upgrade("/switch", "websocket")).head();
            wire.until("\n");
            assertThat(second.send(get("/plain", "")).head()).startsWith("HTTP/1.1 200 ");
            assertThat(wire.send("mine\n").until("\n")).isEqualTo("mine\n");
            wire.close();
            assertThat(backend.connections()).isBetween(before + 1, before + 2);
        }
    }

    @Test
    void aHandshakeIsTriedAgainWhereNothingCame() throws Exception {
        for (int i = 0; i < 4; i++) {
            try (Wire wire = wire()) {
                assertThat(wire.send(upgrade("/flaky/switch", "websocket")).head())
                        .startsWith("HTTP/1.1 101 ");
                assertThat(wire.until("\n")).isEqualTo("at once\n");
            }
        }
    }

    @Test
    void aClientThatLeavesBeforeTheSwitchFreesTheBackend() throws Exception {
        try (Wire wire = wire()) {
            wire.send(upgrade("/left/hold", "websocket"));
            Await.until("the backend's turn", () -> seen.containsKey("/left/hold"));
            wire.abort();
        }
        rig.logged("/left/hold", "\"code\":499", "\"reason\":\"CLIENT_CLOSED\"");
    }

    @Test
    void whatWasSentBeforeTheEndIsDelivered() throws Exception {
        try (Wire wire = wire()) {
            wire.send(upgrade("/burst", "websocket")).head();
            assertThat(wire.rest()).isEqualTo(BURST);
        }
        rig.logged("/burst", "\"code\":101", "\"reason\":\"none\"", "\"bytes_out\":" + BURST.length());
    }
}
