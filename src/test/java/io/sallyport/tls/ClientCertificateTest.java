package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientCertificateTest {

    private static final ThrowawayCa CA = ThrowawayCa.create("test CA");
    private static final ThrowawayCa OTHER_CA = ThrowawayCa.create("other CA");
    private static final CertifiedKey SERVER = Material.key(CA.issue(Leaf.server("shop.example.com")));
    private static final CertifiedKey ALICE = Material.key(
            CA.issue(Leaf.client("alice").uri("spiffe://test/alice").dns("alice.test")));
    private static final CertifiedKey RSA_BOB =
            Material.key(CA.issue(Leaf.client("bob").dns("bob.test").rsa()));
    private static Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = TestVertx.start();
    }

    @AfterAll
    static void stopVertx() {
        TestVertx.stop(vertx);
    }

    static Stream<Arguments> enginesAndVersions() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(engine, version)));
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void tellsWhoPresentedAVerifiedCertificate(TlsEngine engine, String version) throws IOException {
        try (TestServer server = server(engine, version, true)) {
            assertThat(answer(server, ALICE)).isEqualTo("spiffe://test/alice|none");
            assertThat(answer(server, RSA_BOB)).isEqualTo("bob.test|none");
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void refusesAClientWithoutCertificateOnlyIfOneIsRequired(TlsEngine engine, String version) throws IOException {
        try (TestServer required = server(engine, version, true);
                TestServer optional = server(engine, version, false)) {
            assertThatThrownBy(() -> answer(required, null)).isInstanceOf(IOException.class);
            assertThat(answer(optional, null)).isEqualTo("nobody|none");
            assertThat(answer(optional, ALICE)).isEqualTo("spiffe://test/alice|none");
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void refusesABadCertificateEvenIfNoneIsRequired(TlsEngine engine, String version) throws IOException {
        Instant now = Instant.now();
        CertifiedKey stranger = Material.key(OTHER_CA.issue(Leaf.client("stranger")));
        CertifiedKey expired =
                Material.key(CA.issue(Leaf.client("late").valid(now.minusSeconds(7_200), now.minusSeconds(3_600))));
        CertifiedKey early =
                Material.key(CA.issue(Leaf.client("early").valid(now.plusSeconds(3_600), now.plusSeconds(7_200))));
        CertifiedKey forServers = Material.key(CA.issue(Leaf.server("alice.test")));
        for (boolean required : new boolean[] {true, false}) {
            try (TestServer server = server(engine, version, required)) {
                for (CertifiedKey bad : new CertifiedKey[] {stranger, expired, early, forServers}) {
                    assertThatThrownBy(() -> answer(server, bad))
                            .as("%s, required %s", bad, required)
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void tellsTheSamePrincipalAndSniOnAResumedSession(TlsEngine engine, String version) throws IOException {
        JdkClient client = new JdkClient(Material.trust(CA), ALICE);
        try (TestServer server = server(engine, version, true)) {
            for (int i = 0; i < 3; i++) {
                try (JdkClient.Connection connection = client.connect(server.port(), "shop.example.com")) {
                    assertThat(connection.exchange()).isEqualTo("spiffe://test/alice|shop.example.com");
                }
            }
        }
        assertThat(client.fullHandshakes()).as("the later ones were resumed").isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void resumesNoSessionOfAnEarlierTrust(TlsEngine engine, String version) throws IOException {
        JdkClient client = new JdkClient(Material.trust(CA), ALICE);
        try (TestServer server = server(engine, version, true)) {
            try (JdkClient.Connection connection = client.connect(server.port(), null)) {
                assertThat(connection.exchange()).isEqualTo("spiffe://test/alice|none");
            }
            ServerTls tightened = Material.server(Material.trust(OTHER_CA), true, SERVER);
            server.context().swap(new TlsContexts(engine).server(Material.only(version, tightened)));
            assertThatThrownBy(() -> client.connect(server.port(), null).exchange())
                    .isInstanceOf(IOException.class);
        }
    }

    private static TestServer server(TlsEngine engine, String version, boolean required) {
        ServerTls tls = Material.server(Material.trust(CA), required, SERVER);
        return new TestServer(vertx, engine, Material.only(version, tls));
    }

    // In TLS 1.3 a client learns only from its first read that it was refused.
    private static String answer(TestServer server, @Nullable CertifiedKey certificate) throws IOException {
        JdkClient client = new JdkClient(Material.trust(CA), certificate);
        try (JdkClient.Connection connection = client.connect(server.port(), null)) {
            return connection.exchange();
        }
    }
}
