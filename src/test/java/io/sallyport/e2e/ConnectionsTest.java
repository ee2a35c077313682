package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections a port takes, who must go for a new one, and how many requests one may carry. */
class ConnectionsTest {

    private static final String HOST = "shop.example.com";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    private final HeldAnswers answers = new HeldAnswers();
    private GatewayRig rig;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
    }

    @AfterEach
    void close() throws Exception {
        answers.release();
        rig.close();
    }

    private void start(String limits) {
        TestBackend backend = rig.plainBackend(answers);
        rig.start(rig.httpsListener() + "    limits: {" + limits + "}\n"
                + rig.plainDocument(backend.url()).substring(rig.httpsListener().length()));
    }

    private Wire used() throws Exception {
        Wire wire = rig.wire(HOST).send(REQUEST);
        assertThat(wire.head()).startsWith("HTTP/1.1 200");
        assertThat(wire.read(2)).isEqualTo("ok");
        // It counts, and is idle, a moment after its answer.
        rig.quiet();
        return wire;
    }

    private double ended(String reason) {
        return rig.sum("sallyport_connections_ended_total", "reason=\"" + reason + "\"");
    }

    private void open(int count) {
        Await.until(count + " connections", () -> rig.sum("sallyport_connections{") == count);
    }

    @Test
    void theOneThatWasIdleForLongestMakesRoomForANewOne() throws Exception {
        start("connections: 3");
        Wire first = used();
        Wire second = used();
        Wire third = used();
        assertThat(first.send(REQUEST).head()).startsWith("HTTP/1.1 200");
        first.read(2);
        rig.quiet();

        Wire fourth = used();
        assertThat(second.ended()).isTrue();
        assertThat(ended("MADE_ROOM")).isEqualTo(1);
        Wire fifth = used();
        assertThat(third.ended()).isTrue();
        for (Wire wire : List.of(first, fourth, fifth)) {
            assertThat(wire.send(REQUEST).head()).startsWith("HTTP/1.1 200");
        }
        open(3);
    }

    @Test
    void anIdleHttp2ConnectionIsToldToGoForANewOne() throws Exception {
        start("connections: 1");
        CompletableFuture<Void> goAway = new CompletableFuture<>();
        var client = rig.vertx()
                .httpClientBuilder()
                .with(rig.clientOptions(HttpVersion.HTTP_2))
                .withConnectHandler(connection -> connection.goAwayHandler(frame -> goAway.complete(null)))
                .build();
        assertThat(new Exchanges(client, rig.port(), HOST).get("/").status()).isEqualTo(200);
        rig.quiet();

        used();
        Await.get(goAway);
    }

    @Test
    void whereAllAreBusyTheNewOneIsTurnedAway() throws Exception {
        start("connections: 2");
        Wire http1 = rig.wire(HOST).send(REQUEST.replace("/ ", "/hold "));
        var http2 = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), HOST)
                .send(io.vertx.core.http.HttpMethod.GET, "/hold", request -> {}, null);
        answers.await(2);

        try (Socket socket = new Socket("127.0.0.1", rig.port())) {
            socket.setSoTimeout(60_000);
            assertThat(new Wire(socket).ended()).isTrue();
        }
        assertThat(ended("TOO_MANY")).isEqualTo(1);
        answers.release();
        assertThat(http1.head()).startsWith("HTTP/1.1 200");
        assertThat(Await.get(http2).status()).isEqualTo(200);
        open(2);
    }

    /** What neither shakes hands nor sends a request is idle as well. */
    @Test
    void silentConnectionsDoNotKeepClientsOut() throws Exception {
        start("connections: 2");
        try (Socket one = new Socket("127.0.0.1", rig.port());
                Socket two = new Socket("127.0.0.1", rig.port())) {
            open(2);
            used();
            assertThat(ended("MADE_ROOM")).isEqualTo(1);
            assertThat(one.isConnected() && two.isConnected()).isTrue();
        }
    }

    @Test
    void anHttp1ConnectionCarriesSoManyRequests() throws Exception {
        start("requestsPerConnection: 2");
        Wire wire = rig.wire(HOST);
        assertThat(wire.send(REQUEST).head()).doesNotContainIgnoringCase("connection:");
        wire.read(2);
        assertThat(wire.send(REQUEST).head()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
        assertThat(wire.rest()).isEqualTo("ok");
    }

    @Test
    void anHttp2ConnectionIsToldToGoAfterSoManyRequestsAndLosesNone() {
        start("requestsPerConnection: 3");
        Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), HOST);
        for (int i = 0; i < 20; i++) {
            assertThat(client.get("/").status()).isEqualTo(200);
        }
        Await.until("other connections", () -> rig.sum("sallyport_connections{") <= 2);
    }
}
