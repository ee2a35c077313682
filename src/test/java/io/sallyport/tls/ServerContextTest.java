package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServerContextTest {

    private static final ThrowawayCa CA = ThrowawayCa.create("test CA");
    private static final Issued FIRST = CA.issue(Leaf.server("first.example.com"));
    private static final Issued SHOP = CA.issue(Leaf.server("shop.example.com"));
    private static final Issued WILD = CA.issue(Leaf.server("*.example.com"));
    private static final Issued SHOP_RSA =
            CA.issue(Leaf.server("shop.example.com").rsa());
    private static Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = TestVertx.start();
    }

    @AfterAll
    static void stopVertx() {
        TestVertx.stop(vertx);
    }

    @ParameterizedTest
    @EnumSource
    void choosesTheCertificateBySniAndElseTakesTheFirst(TlsEngine engine) throws IOException {
        ServerTls tls = Material.server(Material.key(FIRST), Material.key(WILD), Material.key(SHOP));
        try (TestServer server = new TestServer(vertx, engine, tls)) {
            assertThat(served(server, "shop.example.com")).isEqualTo(SHOP.certificate());
            assertThat(served(server, "SHOP.example.com")).isEqualTo(SHOP.certificate());
            assertThat(served(server, "other.example.com")).isEqualTo(WILD.certificate());
            assertThat(served(server, "two.labels.example.com")).isEqualTo(FIRST.certificate());
            assertThat(served(server, "unknown.test")).isEqualTo(FIRST.certificate());
            assertThat(served(server, null)).isEqualTo(FIRST.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSniThatTheClientSent(TlsEngine engine) throws IOException {
        try (TestServer server = new TestServer(vertx, engine, Material.server(Material.key(SHOP)))) {
            assertThat(answer(server, "a.example.com")).isEqualTo("nobody|a.example.com");
            assertThat(answer(server, null)).isEqualTo("nobody|none");
        }
    }

    @ParameterizedTest
    @EnumSource
    void offersTheKeyTypeThatTheClientCanVerify(TlsEngine engine) throws IOException {
        ServerTls tls = Material.server(Material.key(FIRST), Material.key(SHOP), Material.key(SHOP_RSA));
        try (TestServer server = new TestServer(vertx, engine, tls)) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                assertThat(servedWithout("RSA", version, server)).isEqualTo(SHOP.certificate());
                assertThat(servedWithout("ECDSA", version, server)).isEqualTo(SHOP_RSA.certificate());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void offersRsaToAClientThatHasNoOtherCipherSuites(TlsEngine engine) throws IOException {
        ServerTls tls = Material.server(Material.key(SHOP), Material.key(SHOP_RSA));
        try (TestServer server = new TestServer(vertx, engine, tls)) {
            assertThat(served(server, "shop.example.com", parameters -> {
                        parameters.setProtocols(new String[] {"TLSv1.2"});
                        parameters.setCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
                    }))
                    .isEqualTo(SHOP_RSA.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesTheNextCertificateToNewConnectionsAndKeepsTheOpenOnes(TlsEngine engine) throws IOException {
        Issued next = CA.issue(Leaf.server("shop.example.com"));
        JdkClient client = new JdkClient(Material.trust(CA), null);
        try (TestServer server = new TestServer(vertx, engine, Material.server(Material.key(SHOP)))) {
            List<JdkClient.Connection> open = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                open.add(client.connect(server.port(), null));
                assertThat(open.get(i).exchange()).isEqualTo("nobody|none");
            }
            server.context().swap(new TlsContexts(engine).server(Material.server(Material.key(next))));
            assertThat(served(server, null)).isEqualTo(next.certificate());
            // A ticket of the former generation gives a full handshake with the new certificate.
            try (JdkClient.Connection resuming = client.connect(server.port(), null)) {
                assertThat(resuming.serverCertificate()).isEqualTo(next.certificate());
            }
            for (JdkClient.Connection connection : open) {
                assertThat(connection.exchange()).isEqualTo("nobody|none");
                connection.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesTheLastOf1100Rotations(TlsEngine engine) throws IOException {
        TlsContexts contexts = new TlsContexts(engine);
        List<Issued> generations = Stream.generate(() -> CA.issue(Leaf.server("shop.example.com")))
                .limit(7)
                .toList();
        JdkClient client = new JdkClient(Material.trust(CA), null);
        try (TestServer server = new TestServer(vertx, engine, Material.server(Material.key(SHOP)))) {
            for (int i = 0; i < 1_100; i++) {
                Issued next = generations.get(i % generations.size());
                server.context().swap(contexts.server(Material.server(Material.key(next))));
                try (JdkClient.Connection connection = client.connect(server.port(), null)) {
                    assertThat(connection.serverCertificate()).isEqualTo(next.certificate());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesEachOfManyCertificates(TlsEngine engine) throws IOException {
        List<CertifiedKey> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(Material.key(CA.issue(Leaf.server("host" + i + ".example.com"))));
        }
        ServerTls tls = Material.server(many.toArray(new CertifiedKey[0]));
        try (TestServer server = new TestServer(vertx, engine, tls)) {
            for (int i = 0; i < 24; i++) {
                assertThat(served(server, "host" + i % 12 + ".example.com"))
                        .isEqualTo(many.get(i % 12).chain()[0]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesCipherBlockChainingAndFiniteFields(TlsEngine engine) throws IOException {
        ServerTls tls = Material.server(Material.key(SHOP), Material.key(SHOP_RSA));
        try (TestServer server = new TestServer(vertx, engine, tls)) {
            for (String suite : List.of(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                    "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")) {
                assertThatThrownBy(() -> served(server, null, parameters -> {
                            parameters.setProtocols(new String[] {"TLSv1.2"});
                            parameters.setCipherSuites(new String[] {suite});
                        }))
                        .as(suite)
                        .hasMessageContaining("handshake_failure");
            }
        }
    }

    // TLS_RSA_WITH_AES_128_GCM_SHA256; the JDK's client of today does not offer it.
    @ParameterizedTest
    @EnumSource
    void refusesStaticRsa(TlsEngine engine) throws IOException {
        try (TestServer server = new TestServer(vertx, engine, Material.server(Material.key(SHOP_RSA)))) {
            assertThat(RawClientHello.alertFor(server.port(), 0x0303, 0x009C))
                    .isEqualTo(RawClientHello.HANDSHAKE_FAILURE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesTls11(TlsEngine engine) throws IOException {
        try (TestServer server = new TestServer(vertx, engine, Material.server(Material.key(SHOP_RSA)))) {
            assertThat(RawClientHello.alertFor(server.port(), 0x0302, 0xC013))
                    .isEqualTo(RawClientHello.PROTOCOL_VERSION);
        }
    }

    // Vert.x enables TLS 1.2 and 1.3 on each engine, whatever the context says.
    @ParameterizedTest
    @CsvSource({"OPENSSL,TLSv1.2", "OPENSSL,TLSv1.3", "JDK,TLSv1.2", "JDK,TLSv1.3"})
    void speaksOnlyTheVersionsThatItsSuitesServe(TlsEngine engine, String version) throws IOException {
        ServerTls tls = Material.only(version, Material.server(Material.key(SHOP)));
        String other = version.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
        try (TestServer server = new TestServer(vertx, engine, tls)) {
            assertThat(served(server, null, parameters -> parameters.setProtocols(new String[] {version})))
                    .isEqualTo(SHOP.certificate());
            assertThatThrownBy(() -> served(server, null, parameters -> parameters.setProtocols(new String[] {other})))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesRenegotiation(TlsEngine engine) throws IOException {
        try (TestServer server = new TestServer(vertx, engine, Material.server(Material.key(SHOP)));
                JdkClient.Connection connection = new JdkClient(Material.trust(CA), null)
                        .connect(
                                server.port(), null, parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}))) {
            assertThat(connection.exchange()).isEqualTo("nobody|none");
            assertThatThrownBy(() -> {
                        connection.socket().getSession().invalidate();
                        connection.socket().startHandshake();
                        connection.exchange();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private static X509Certificate served(TestServer server, @Nullable String sni) throws IOException {
        return served(server, sni, parameters -> {});
    }

    private static X509Certificate served(TestServer server, @Nullable String sni, Consumer<SSLParameters> settings)
            throws IOException {
        JdkClient client = new JdkClient(Material.trust(CA), null);
        try (JdkClient.Connection connection = client.connect(server.port(), sni, settings)) {
            return connection.serverCertificate();
        }
    }

    // A client of its own: the JDK's repeats the name of the session that it resumes.
    private static String answer(TestServer server, @Nullable String sni) throws IOException {
        JdkClient client = new JdkClient(Material.trust(CA), null);
        try (JdkClient.Connection connection = client.connect(server.port(), sni)) {
            return connection.exchange();
        }
    }

    private static X509Certificate servedWithout(String algorithm, String version, TestServer server)
            throws IOException {
        return served(server, "shop.example.com", parameters -> {
            parameters.setProtocols(new String[] {version});
            parameters.setAlgorithmConstraints(new Without(algorithm));
        });
    }

    /** Takes one kind of signature off what a client offers. */
    private record Without(String algorithm) implements AlgorithmConstraints {

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, String name, @Nullable AlgorithmParameters parameters) {
            return !name.toUpperCase(Locale.ROOT).contains(algorithm);
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String name, Key key, @Nullable AlgorithmParameters parameters) {
            return permits(primitives, name, parameters);
        }
    }
}
