package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When trust is tightened, connections that were opened before take no new exchange, and what is under way ends well. */
class TrustTest {

    private final HeldAnswers answers = new HeldAnswers();
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger goAways = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private ThrowawayCa clientCa;

    @BeforeEach
    void makeClientCa() {
        clientCa = ThrowawayCa.create("clients");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aNameTakenAwayReachesTheNextRequestAndNoneUnderWay(HttpVersion version, @TempDir Path directory)
            throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(version, answers);
            rig.start(named(rig, backend, "backend.shop.svc"));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            Future<Exchanges.Answer> underWay = hold(client);
            answers.await(1);
            assertThat(client.get("/").status()).isEqualTo(200);

            rig.document(named(rig, backend, "spiffe://cluster.local/ns/shop/sa/other"));
            assertThat(client.get("/").status()).isEqualTo(502);
            answers.release();
            assertThat(Await.get(underWay).text()).isEqualTo("held");
            Await.until("the old connections closed", () -> backend.open() == 0);
            rig.quiet();
            assertThat(rig.counted("reason=\"UPSTREAM_TLS_FAILED\"", "code=\"502\""))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void anAuthorityTakenAwayReachesTheNextRequestAndNoneUnderWay(HttpVersion version, @TempDir Path directory)
            throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(version, answers);
            replace(rig, "backends.crt", rig.ca().pem());
            rig.start(rig.simpleDocument(backend).replace("caFile: ca.crt", "caFile: backends.crt"));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            Future<Exchanges.Answer> underWay = hold(client);
            answers.await(1);

            replace(rig, "backends.crt", clientCa.pem());
            Await.until("502", () -> client.get("/").status() == 502);
            assertThat(client.get("/").status()).isEqualTo(502);
            answers.release();
            assertThat(Await.get(underWay).text()).isEqualTo("held");
        }
    }

    @Test
    void clientsOfAnAuthorityThatIsGoneTakeNoNewExchange(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            startWithClientValidation(rig);
            Exchanges h1 = certified(rig, HttpVersion.HTTP_1_1);
            Exchanges h2 = certified(rig, HttpVersion.HTTP_2);
            Future<Exchanges.Answer> heldH1 = hold(h1);
            Future<Exchanges.Answer> heldH2 = hold(h2);
            answers.await(2);
            assertThat(h1.get("/").status()).isEqualTo(200);
            assertThat(h2.get("/").status()).isEqualTo(200);
            assertThat(connections).hasSize(3);

            replace(rig, "clients.crt", rig.ca().pem());
            Await.until("a GOAWAY", () -> goAways.get() > 0);
            Await.until("the idle connection closed", () -> closed.get() == 1);
            assertThat(Await.failed(h1.send(HttpMethod.GET, "/", request -> {}, null)))
                    .isNotNull();
            answers.release();
            assertThat(Await.get(heldH1).text()).isEqualTo("held");
            assertThat(Await.get(heldH2).text()).isEqualTo("held");
            Await.until("all old connections closed", () -> connections.size() == closed.get());
            assertThat(Await.failed(h2.send(HttpMethod.GET, "/", request -> {}, null)))
                    .isNotNull();
            rig.quiet();
            assertThat(rig.counted("reason=\"none\"", "code=\"200\"")).isEqualTo(4);
            assertThat(rig.counted()).isEqualTo(4);
        }
    }

    @Test
    void oneAuthorityMoreClosesNothing(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            startWithClientValidation(rig);
            Exchanges h1 = certified(rig, HttpVersion.HTTP_1_1);
            Exchanges h2 = certified(rig, HttpVersion.HTTP_2);
            h1.get("/");
            h2.get("/");
            replace(rig, "clients.crt", clientCa.pem() + rig.ca().pem());
            Issued other = rig.ca().issue(Leaf.client("other"));
            Await.until("the new authority's clients are let in", () -> Await.outcome(
                            new Exchanges(client(rig, HttpVersion.HTTP_1_1, other), rig.port(), "shop.example.com")
                                    .send(HttpMethod.GET, "/", request -> {}, null))
                    .succeeded());
            assertThat(h1.get("/").status()).isEqualTo(200);
            assertThat(h2.get("/").status()).isEqualTo(200);
            assertThat(goAways).hasValue(0);
            assertThat(connections.get(0)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "jdk"})
    void aHandshakeUnderWayDoesNotSlipThrough(String engine, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).tlsEngine(engine)) {
            startWithClientValidation(rig);
            SlowHandshake relay = rig.closing(new SlowHandshake(rig.vertx(), rig.port()));
            HttpClient client = client(rig, HttpVersion.HTTP_1_1, clientCa.issue(Leaf.client("late")));
            Exchanges late = new Exchanges(client, relay.port(), "shop.example.com");
            Future<Exchanges.Answer> answer = late.send(HttpMethod.GET, "/", request -> {}, null);
            relay.awaitServersFlight();

            var before = rig.gateway().snapshot();
            replace(rig, "clients.crt", rig.ca().pem());
            Await.until("the new trust", () -> rig.gateway().snapshot() != before);
            relay.goOn();
            var outcome = Await.outcome(answer);
            assertThat(outcome.failed() || outcome.result().status() == 503)
                    .as("%s", outcome)
                    .isTrue();
            rig.quiet();
            assertThat(rig.counted("backend=\"app\"")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whatIsUnderWayIsCutWhenTheDrainIsOver(HttpVersion version, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).drain(Duration.ofSeconds(1))) {
            startWithClientValidation(rig);
            Future<Exchanges.Answer> underWay = hold(certified(rig, version));
            answers.await(1);
            replace(rig, "clients.crt", rig.ca().pem());
            assertThat(Await.failed(underWay)).isNotNull();
            Await.until("the connection closed", () -> closed.get() == 1);
        }
    }

    @Test
    void aPeerThatAnswersNoPingDoesNotStay(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            startWithClientValidation(rig);
            SlowHandshake relay = rig.closing(new SlowHandshake(rig.vertx(), rig.port()));
            HttpClient client = client(rig, HttpVersion.HTTP_2, clientCa.issue(Leaf.client("deaf")));
            Future<Exchanges.Answer> answer = new Exchanges(client, relay.port(), "shop.example.com")
                    .send(HttpMethod.GET, "/", request -> {}, null);
            relay.awaitServersFlight();
            relay.goOn();
            assertThat(Await.get(answer).status()).isEqualTo(200);
            relay.hold();
            replace(rig, "clients.crt", rig.ca().pem());
            Await.until("the connection closed", () -> closed.get() == 1);
        }
    }

    private void startWithClientValidation(GatewayRig rig) throws IOException {
        replace(rig, "clients.crt", clientCa.pem());
        TestBackend backend = rig.backend(answers);
        rig.start(rig.simpleDocument(backend)
                .replace(
                        "keyFile: public.key}]\n",
                        "keyFile: public.key}]\n      clientValidation: {caFile: clients.crt}\n"));
    }

    private Exchanges certified(GatewayRig rig, HttpVersion version) {
        HttpClient client = client(rig, version, clientCa.issue(Leaf.client("caller")));
        return new Exchanges(client, rig.port(), "shop.example.com");
    }

    private HttpClient client(GatewayRig rig, HttpVersion version, Issued certificate) {
        HttpClientOptions options = rig.clientOptions(version)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.certificatePem()))
                        .addKeyValue(Buffer.buffer(certificate.keyPem())));
        return rig.vertx()
                .httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> watch(connection, version))
                .build();
    }

    private void watch(HttpConnection connection, HttpVersion version) {
        connections.add(connection);
        connection.closeHandler(v -> closed.incrementAndGet());
        if (version == HttpVersion.HTTP_2) {
            connection.goAwayHandler(goAway -> goAways.incrementAndGet());
        }
    }

    private static Future<Exchanges.Answer> hold(Exchanges client) {
        return client.send(HttpMethod.GET, "/hold", request -> {}, null);
    }

    private static String named(GatewayRig rig, TestBackend backend, String subjectAltName) {
        return rig.simpleDocument(backend)
                .replace("serverName: backend.shop.svc", "subjectAltNames: [\"" + subjectAltName + "\"]");
    }

    private static void replace(GatewayRig rig, String name, String content) throws IOException {
        Path fresh = Files.writeString(rig.secrets().resolve(name + ".new"), content);
        Files.move(fresh, rig.secrets().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
