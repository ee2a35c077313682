package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are dialled, and what is known of a name while DNS changes its mind, fails or says nothing. */
class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "127.0.0.1",
                "127.1.2.3",
                "0.0.0.0",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::]",
                "[64:ff9b::7f00:1]",
                "[fe80::1]",
                "224.0.0.1",
                "255.255.255.255",
                "inner.test",
                "metadata.test"
            })
    void reservedAddressesAreRefusedAndNeverDialled(String host, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory);
                DnsServer dns = new DnsServer()) {
            dns.answer("inner.test", 60, "127.0.0.1");
            dns.answer("metadata.test", 60, "169.254.169.254");
            TestBackend backend = rig.plainBackend(request -> TestBackend.answer(request, "reached"));
            rig.allow(List.of()).nameServer(dns.address());
            rig.start(document(rig, "app", host, backend.port()));
            assertThat(client(rig).get("/app").status()).isEqualTo(503);
            assertThat(backend.connections()).isZero();
            rig.quiet();
            assertThat(rig.counted("reason=\"ADDRESS_REFUSED\"", "code=\"503\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void theGatewayStartsWhileDnsHangsAndRecoversWithIt(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory);
                DnsServer dns = new DnsServer()) {
            TestBackend backend = rig.plainBackend(request -> TestBackend.answer(request, "ok"));
            rig.nameServer(dns.address());
            rig.start(rig.httpsListener() + "backends:\n"
                    + plain("silent", "silent.test", backend.port())
                    + plain("literal", "127.0.0.1", backend.port())
                    + "routes:\n" + route("silent") + route("literal"));
            assertThat(client(rig).get("/literal").status()).isEqualTo(200);
            assertThat(client(rig).get("/silent").status()).isEqualTo(503);
            rig.quiet();
            assertThat(rig.counted("route=\"silent\"", "reason=\"NO_HEALTHY_ENDPOINT\""))
                    .isEqualTo(1);
            dns.answer("silent.test", 60, "127.0.0.1");
            Await.until("the name resolved", () -> client(rig).get("/silent").status() == 200);
        }
    }

    @Test
    void aNamesNewAddressGetsTheTrafficAndTheLastOneStaysWhileDnsFails(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory);
                DnsServer dns = new DnsServer()) {
            TestBackend backend = rig.plainBackend(request ->
                    TestBackend.answer(request, request.localAddress().hostAddress()));
            var other = Await.get(rig.vertx()
                    .createHttpServer()
                    .requestHandler(request ->
                            TestBackend.answer(request, request.localAddress().hostAddress()))
                    .listen(backend.port(), "127.0.0.2"));
            rig.nameServer(dns.address());
            dns.answer("moving.test", 1, "127.0.0.1");
            rig.start(document(rig, "app", "moving.test", backend.port()));
            assertThat(client(rig).get("/app").text()).isEqualTo("127.0.0.1");
            dns.fail("moving.test");
            int asked = dns.questions();
            Await.until("DNS asked again", () -> dns.questions() > asked + 1);
            assertThat(client(rig).get("/app").text()).isEqualTo("127.0.0.1");
            dns.fallSilent("moving.test");
            assertThat(client(rig).get("/app").text()).isEqualTo("127.0.0.1");
            dns.answer("moving.test", 1, "127.0.0.2");
            Await.until("the new address", () -> client(rig).get("/app").text().equals("127.0.0.2"));
            for (int i = 0; i < 10; i++) {
                assertThat(client(rig).get("/app").text()).isEqualTo("127.0.0.2");
            }
            Await.get(other.close());
        }
    }

    @Test
    void anotherCertificateOrDocumentNeedsNoNewAnswer(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory);
                DnsServer dns = new DnsServer()) {
            TestBackend backend = rig.plainBackend(request -> TestBackend.answer(request, "ok"));
            rig.nameServer(dns.address());
            dns.answer("known.test", 60, "127.0.0.1");
            rig.start(document(rig, "app", "known.test", backend.port()));
            assertThat(client(rig).get("/app").status()).isEqualTo(200);
            dns.fallSilent("known.test");
            String two = "[\"http://known.test:" + backend.port() + "\", \"http://127.0.0.1:" + backend.port() + "\"]";
            rig.document(document(rig, "app", "known.test", backend.port())
                    .replace("[\"http://known.test:" + backend.port() + "\"]", two));
            for (int i = 0; i < 8; i++) {
                assertThat(client(rig).get("/app").status()).isEqualTo(200);
            }
            rig.logged("127.0.0.1:" + backend.port());
        }
    }

    @Test
    void aNewNameIsResolvedBeforeItsDocumentIsInForce(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory);
                DnsServer dns = new DnsServer()) {
            TestBackend backend = rig.plainBackend(request -> TestBackend.answer(request, "ok"));
            rig.nameServer(dns.address());
            rig.start(document(rig, "app", "127.0.0.1", backend.port()).replace("value: /app", "value: /"));
            Load load = new Load(rig.vertx(), rig.port()).kept(2, rig.clientOptions(HttpVersion.HTTP_2));
            for (int i = 0; i < 10; i++) {
                String name = "name-" + i + ".test";
                dns.answer(name, 60, "127.0.0.1");
                rig.document(document(rig, "app", name, backend.port()).replace("value: /app", "value: /"));
            }
            load.stop();
            assertThat(load.failures()).isEmpty();
            assertThat(load.good()).isPositive();
        }
    }

    private static Exchanges client(GatewayRig rig) {
        return new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
    }

    private static String document(GatewayRig rig, String backend, String host, int port) {
        return rig.httpsListener() + "backends:\n" + plain(backend, host, port) + "routes:\n" + route(backend);
    }

    private static String plain(String name, String host, int port) {
        return "  - {name: " + name + ", endpoints: [\"http://" + host + ":" + port + "\"]}\n";
    }

    private static String route(String backend) {
        return """
                  - name: %s
                    rules:
                      - matches: [{path: {type: PathPrefix, value: /%s}}]
                        backendRefs: [{name: %s}]
                """.formatted(backend, backend, backend);
    }
}
