package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Violation;
import io.sallyport.source.Status;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners come and go with the document. */
class PortsTest {

    private final HeldAnswers answers = new HeldAnswers();

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aRemovedPortServesWhatIsUnderWayAndThenCloses(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            int second = GatewayRig.freePort();
            TestBackend backend = rig.backend(answers);
            rig.start(document(rig, backend));
            assertThat(listening(second)).isFalse();
            rig.document(document(rig, backend, https("second", second, "")));
            Exchanges client = new Exchanges(rig.client(version), second, "shop.example.com");
            assertThat(client.get("/").status()).isEqualTo(200);
            Future<Exchanges.Answer> underWay = hold(client);
            answers.await(1);

            rig.document(document(rig, backend));
            assertThat(listening(rig.port())).isTrue();
            answers.release();
            assertThat(Await.get(underWay).text()).isEqualTo("held");
            Await.until("the port closed", () -> !listening(second));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aPortThatIsAddedAgainWhileItDrainsGoesOn(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            int second = GatewayRig.freePort();
            TestBackend backend = rig.backend(answers);
            String both = document(rig, backend, https("second", second, ""));
            rig.start(both);
            Exchanges client = new Exchanges(rig.client(version), second, "shop.example.com");
            Future<Exchanges.Answer> underWay = hold(client);
            answers.await(1);
            for (int i = 0; i < 3; i++) {
                rig.document(document(rig, backend));
                rig.document(both);
                Exchanges fresh = new Exchanges(rig.client(version), second, "shop.example.com");
                assertThat(fresh.get("/").status()).isEqualTo(200);
            }
            answers.release();
            assertThat(Await.get(underWay).text()).isEqualTo("held");
            Exchanges later = new Exchanges(rig.client(version), second, "shop.example.com");
            assertThat(later.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aPortCanComeAndGoAtAnyTime(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            int second = GatewayRig.freePort();
            TestBackend backend = rig.backend(answers);
            String both = document(rig, backend, https("second", second, ""));
            rig.start(both);
            for (int i = 0; i < 20; i++) {
                Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), second, "shop.example.com");
                assertThat(client.get("/").status()).isEqualTo(200);
                rig.document(document(rig, backend));
                rig.document(both);
            }
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), second, "shop.example.com");
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aBoundPortKeepsItsProtocolAndAlpn(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(answers);
            rig.start(document(rig, backend));
            String plain =
                    "listeners:\n  - {name: public, port: " + rig.port() + ", protocol: HTTP}\n" + rest(rig, backend);
            Violation protocol = onlyViolation(rig.refused(plain));
            assertThat(protocol.field()).isEqualTo("listeners[0].port");
            assertThat(protocol.found()).isEqualTo(rig.port() + " with another protocol or ALPN than it is bound with");
            String alpn = document(rig, backend)
                    .replace("keyFile: public.key}]\n", "keyFile: public.key}]\n      alpn: [http/1.1]\n");
            assertThat(onlyViolation(rig.refused(alpn)).allowed())
                    .isEqualTo("protocol and alpn of a bound port as they are; use another port, or restart");
            assertThat(client(rig).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aTakenPortRefusesTheWholeAndLeavesNothingBound(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = GatewayRig.freePort();
            TestBackend backend = rig.backend(answers);
            rig.start(document(rig, backend));
            String next = document(rig, backend, https("second", free, ""), https("third", taken.getLocalPort(), ""));
            Violation violation = onlyViolation(rig.refused(next));
            assertThat(violation.field()).isEqualTo("listeners[2].port");
            assertThat(violation.found()).startsWith(taken.getLocalPort() + " (");
            assertThat(listening(free)).isFalse();
            assertThat(client(rig).get("/").status()).isEqualTo(200);

            taken.close();
            rig.document(next + "# once more\n");
            assertThat(new Exchanges(rig.client(HttpVersion.HTTP_2), free, "shop.example.com")
                            .get("/")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void thePortOfTheManagementInterfaceIsRefused(@TempDir Path directory) throws Exception {
        int management = GatewayRig.freePort();
        try (GatewayRig rig = new GatewayRig(directory).reserved(management)) {
            TestBackend backend = rig.backend(answers);
            rig.start(document(rig, backend));
            Violation violation = onlyViolation(rig.refused(document(rig, backend, https("second", management, ""))));
            assertThat(violation.field()).isEqualTo("listeners[1].port");
            assertThat(violation.allowed()).isEqualTo("a port other than that of the management interface");
        }
    }

    @Test
    void aListenerJoinsABoundPortWithoutTouchingItsConnections(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(answers);
            String general = https("public", rig.port(), "");
            rig.start(whole(rig, backend, general));
            Exchanges kept = client(rig);
            Future<Exchanges.Answer> underWay = hold(kept);
            answers.await(1);

            String special = https("special", rig.port(), "    hostname: special.example.com\n");
            rig.document(whole(rig, backend, general, special)
                    .replace("name: all\n", "name: all\n    listeners: [special]\n"));
            Exchanges named = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "special.example.com");
            assertThat(named.get("/").status()).isEqualTo(200);
            assertThat(kept.get("/").status()).isEqualTo(404);
            answers.release();
            assertThat(Await.get(underWay).text()).isEqualTo("held");
            Exchanges elsewhere = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            assertThat(elsewhere
                            .get("/", request -> request.putHeader("host", "special.example.com"))
                            .status())
                    .isEqualTo(421);
        }
    }

    @Test
    void aBoundPortTakesOtherVersionsOfTlsInPlace(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(answers);
            rig.start(document(rig, backend));
            Exchanges kept = client(rig);
            assertThat(kept.get("/").status()).isEqualTo(200);
            rig.document(document(rig, backend)
                    .replace("keyFile: public.key}]\n", "keyFile: public.key}]\n      minVersion: TLSv1.3\n"));
            Exchanges old = new Exchanges(
                    rig.vertx()
                            .createHttpClient(rig.clientOptions(HttpVersion.HTTP_1_1)
                                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.2"))),
                    rig.port(),
                    "shop.example.com");
            assertThat(Await.failed(old.send(HttpMethod.GET, "/", request -> {}, null)))
                    .isNotNull();
            assertThat(kept.get("/").status()).isEqualTo(200);
            assertThat(client(rig).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void theNameInTheHandshakeIsComparedWithoutCase(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            String special = https("special", rig.port(), "    hostname: special.example.com\n");
            rig.start(whole(rig, rig.backend(answers), https("public", rig.port(), ""), special));
            try (Socket socket = Handshakes.open(rig.port(), "SPECIAL.Example.com")) {
                String request = "GET / HTTP/1.1\r\nHost: Special.example.COM\r\nConnection: close\r\n\r\n";
                assertThat(RawSocket.exchange(socket, RawSocket.bytes(request))).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    private static boolean listening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Violation onlyViolation(Status status) {
        List<Violation> violations = Objects.requireNonNull(status.refused()).violations();
        assertThat(violations).hasSize(1);
        return violations.get(0);
    }

    private static Future<Exchanges.Answer> hold(Exchanges client) {
        return client.send(HttpMethod.GET, "/hold", request -> {}, null);
    }

    private static Exchanges client(GatewayRig rig) {
        return new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
    }

    private static String https(String name, int port, String more) {
        return """
                  - name: %s
                    port: %d
                    protocol: HTTPS
                %s    tls:
                      certificates: [{certificateFile: public.crt, keyFile: public.key}]
                """.formatted(name, port, more);
    }

    private static String document(GatewayRig rig, TestBackend backend, String... more) {
        return rig.httpsListener() + String.join("", more) + rest(rig, backend);
    }

    private static String whole(GatewayRig rig, TestBackend backend, String... listeners) {
        return "listeners:\n" + String.join("", listeners) + rest(rig, backend);
    }

    private static String rest(GatewayRig rig, TestBackend backend) {
        return rig.simpleDocument(backend).substring(rig.httpsListener().length());
    }
}
