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

/** Forms of messages that a library rarely sends, byte by byte on both sides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagesTest {

    /** What a client can be ahead: what the gateway reads of a refused body, and sockets. */
    private static final long MOST_AHEAD = 24L << 20;

    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private GatewayRig rig;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).patient();
        rig.start(rig.plainDocument(rig.closing(new RawBackend(this::serve)).url()));
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private void serve(Wire wire, int number) throws IOException {
        for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
            String path = head.split(" ", 3)[1];
            if (head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")
                    && !path.equals("/too-large")) {
                head += wire.until("0\r\n\r\n");
            }
            seen.put(path, head);
            switch (path) {
                case "/old" -> {
                    wire.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                    return;
                }
                case "/closing" -> {
                    wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
                    return;
                }
                case "/cut" -> {
                    wire.send("HTTP/1.1 200 OK\r\n\r\nhalf");
                    Await.until("it was read", () -> seen.containsKey("read half"));
                    wire.abort();
                    return;
                }
                case "/too-large" -> wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nnope");
                default -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain");
            }
        }
    }

    private Wire wire() throws Exception {
        return rig.wire("shop.example.com");
    }

    private static String get(String target, String version) {
        return "GET " + target + " " + version + "\r\nHost: shop.example.com\r\n\r\n";
    }

    @Test
    void aBodyThatEndsWithTheBackendsConnectionIsWhole() throws Exception {
        for (String path : new String[] {"/old", "/closing"}) {
            try (Wire wire = wire()) {
                assertThat(wire.send(get(path, "HTTP/1.1")).head())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .containsIgnoringCase("transfer-encoding: chunked")
                        .doesNotContainIgnoringCase("connection: close");
                assertThat(wire.until("0\r\n\r\n")).contains("until the end");
                assertThat(wire.send(get("/plain", "HTTP/1.1")).head()).startsWith("HTTP/1.1 200 ");
                assertThat(wire.read(5)).isEqualTo("plain");
            }
        }
    }

    @Test
    void aBodyThatIsCutIsNotWhole() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.send(get("/cut", "HTTP/1.1")).head()).startsWith("HTTP/1.1 200 ");
            assertThat(wire.until("half\r\n")).endsWith("half\r\n");
            seen.put("read half", "");
            assertThat(wire.ended()).isTrue();
        }
        rig.logged("/cut", "\"code\":200", "\"reason\":\"UPSTREAM_RESET\"");
    }

    @Test
    void trailersOfARequestAreDiscardedAndTheRestIsIntact() throws Exception {
        try (Wire wire = wire()) {
            wire.send("POST /trailers HTTP/1.1\r\nHost: shop.example.com\r\nTransfer-Encoding: chunked\r\n"
                    + "Trailer: x-sum, x-sallyport-reason\r\n\r\n"
                    + "5\r\nhello\r\n6\r\n world\r\n0\r\nx-sum: 1\r\nx-sallyport-reason: forged\r\n\r\n");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
            assertThat(wire.read(5)).isEqualTo("plain");
            assertThat(wire.send(get("/plain", "HTTP/1.1")).head()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(seen.get("/trailers"))
                .doesNotContainIgnoringCase("trailer:")
                .doesNotContain("x-sum", "forged")
                .endsWith("0\r\n\r\n");
        assertThat(seen.get("/trailers")).contains("5\r\nhello\r\n", "6\r\n world\r\n");
    }

    @Test
    void aClientOfHttp10GetsWhatItCanRead() throws Exception {
        try (Wire counted = wire();
                Wire uncounted = wire();
                Wire hostless = wire()) {
            assertThat(counted.send(get("/plain", "HTTP/1.0")).head())
                    .startsWith("HTTP/1.")
                    .containsIgnoringCase("content-length: 5");
            assertThat(counted.rest()).isEqualTo("plain");
            assertThat(uncounted.send(get("/old", "HTTP/1.0")).head())
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .doesNotContainIgnoringCase("content-length");
            assertThat(uncounted.rest()).isEqualTo("until the end");
            assertThat(hostless.send("GET /hostless HTTP/1.0\r\n\r\n").head()).contains(" 200 ");
        }
    }

    @Test
    void aTargetInAbsoluteFormIsForwardedInOriginForm() throws Exception {
        try (Wire wire = wire()) {
            wire.send(get("https://shop.example.com/absolute?a=1&b=%20", "HTTP/1.1"));
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(seen.get("/absolute?a=1&b=%20"))
                .startsWith("GET /absolute?a=1&b=%20 HTTP/1.1\r\n")
                .containsIgnoringCase("host: shop.example.com\r\n");
    }

    @Test
    void optionsOfTheWholeServerAreAskedOfTheBackend() throws Exception {
        try (Wire wire = wire()) {
            wire.send("OPTIONS * HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
            assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(seen.get("*")).startsWith("OPTIONS * HTTP/1.1\r\n");
    }

    @Test
    void aFinalAnswerMayComeInPlaceOfTheContinue() throws Exception {
        try (Wire wire = wire()) {
            wire.send("POST /too-large HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 1000000\r\n"
                    + "Expect: 100-continue\r\n\r\n");
            assertThat(wire.head()).startsWith("HTTP/1.1 413 ");
            assertThat(wire.rest()).isEqualTo("nope");
        }
        assertThat(seen.get("/too-large")).containsIgnoringCase("expect: 100-continue\r\n");
    }

    @Test
    void aBodyThatWasRefusedIsNotReadWithoutBound() throws Exception {
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (Wire wire = wire()) {
            wire.send("POST /too-large HTTP/1.1\r\nHost: shop.example.com\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.send(chunk);
            assertThat(wire.head()).startsWith("HTTP/1.1 413 ").containsIgnoringCase("connection: close");
            assertThat(taken(wire, chunk)).isLessThan(MOST_AHEAD);
        }
    }

    private static long taken(Wire wire, String chunk) {
        long sent = 0;
        try {
            while (sent < MOST_AHEAD) {
                wire.send(chunk);
                sent += chunk.length();
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }
}
