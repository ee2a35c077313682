package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Through Vert.x' client, dialling 127.0.0.1 for an authority that names somebody else. */
class ClientContextTest {

    private static final ThrowawayCa CA = ThrowawayCa.create("test CA");
    private static final ThrowawayCa OTHER_CA = ThrowawayCa.create("other CA");
    private static final CertifiedKey REVIEWS = Material.key(CA.issue(
            Leaf.server("reviews.shop.svc").uri("spiffe://test/reviews").address("127.0.0.1")));
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
    void verifiesAndSendsTheProfilesNameWhateverIsDialled(TlsEngine engine, String version) {
        try (TestServer server = server(version, REVIEWS)) {
            assertThat(answer(engine, server, profile("reviews.shop.svc"))).isEqualTo("nobody|reviews.shop.svc");
            assertRefused(engine, server, profile("other.shop.svc"));
            assertRefused(engine, server, profile("shop.svc"));
        }
    }

    // Naive endpoint identification takes the authority, which the client of the gateway chooses.
    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void trustsNoCertificateForTheAuthority(TlsEngine engine, String version) {
        CertifiedKey evil = Material.key(CA.issue(Leaf.server("authority.test").address("127.0.0.1")));
        try (TestServer server = server(version, evil)) {
            assertRefused(engine, server, profile("reviews.shop.svc"));
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void sendsAShortNameToo(TlsEngine engine, String version) {
        CertifiedKey shortName = Material.key(CA.issue(Leaf.server("reviews")));
        try (TestServer server = server(version, shortName)) {
            assertThat(answer(engine, server, profile("reviews"))).isEqualTo("nobody|reviews");
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void verifiesAnAddressAndDoesNotSendIt(TlsEngine engine, String version) {
        try (TestServer server = server(version, REVIEWS)) {
            assertThat(answer(engine, server, profile("127.0.0.1"))).isEqualTo("nobody|none");
            assertRefused(engine, server, profile("127.0.0.2"));
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void letsOnlyAlternativeNamesAuthenticateIfGiven(TlsEngine engine, String version) {
        try (TestServer server = server(version, REVIEWS)) {
            assertThat(answer(engine, server, profile("front.test", "spiffe://test/other", "spiffe://test/reviews")))
                    .isEqualTo("nobody|front.test");
            assertThat(answer(engine, server, profile("front.test", "Reviews.shop.svc")))
                    .isEqualTo("nobody|front.test");
            assertRefused(engine, server, profile("reviews.shop.svc", "spiffe://test/other"));
            assertRefused(engine, server, profile("reviews.shop.svc", "spiffe://test/REVIEWS"));
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void refusesACertificateThatIsNotTrustedOrValid(TlsEngine engine, String version) {
        Instant now = Instant.now();
        Leaf leaf = Leaf.server("reviews.shop.svc");
        CertifiedKey stranger = Material.key(OTHER_CA.issue(leaf));
        CertifiedKey expired = Material.key(CA.issue(leaf.valid(now.minusSeconds(7_200), now.minusSeconds(3_600))));
        CertifiedKey early = Material.key(CA.issue(leaf.valid(now.plusSeconds(3_600), now.plusSeconds(7_200))));
        CertifiedKey forClients = Material.key(CA.issue(Leaf.client("reviews").dns("reviews.shop.svc")));
        for (CertifiedKey bad : List.of(stranger, expired, early, forClients)) {
            try (TestServer server = server(version, bad)) {
                assertRefused(engine, server, profile("reviews.shop.svc"));
                assertRefused(engine, server, profile("reviews.shop.svc", "reviews.shop.svc"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void presentsItsCertificateToABackendThatWantsOne(TlsEngine engine, String version) {
        CertifiedKey own = Material.key(CA.issue(Leaf.client("gateway").uri("spiffe://test/gateway")));
        CertifiedKey strange = Material.key(OTHER_CA.issue(Leaf.client("gateway")));
        ServerTls tls = Material.only(version, Material.server(Material.trust(CA), true, REVIEWS));
        try (TestServer server = new TestServer(vertx, TlsEngine.JDK, tls)) {
            assertThat(answer(engine, server, profile(own))).isEqualTo("spiffe://test/gateway|reviews.shop.svc");
            // In TLS 1.3 Vert.x says no more than that the connection was closed.
            assertThatThrownBy(() -> answer(engine, server, profile(strange))).isInstanceOf(CompletionException.class);
            assertThatThrownBy(() -> answer(engine, server, profile("reviews.shop.svc")))
                    .isInstanceOf(CompletionException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndVersions")
    void resumesNoSessionOfAnotherProfile(TlsEngine engine, String version) {
        try (TestServer server = server(version, REVIEWS)) {
            assertThat(answer(engine, server, profile("reviews.shop.svc"))).isEqualTo("nobody|reviews.shop.svc");
            assertRefused(engine, server, profile("reviews.shop.svc", "spiffe://test/other"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void speaksHttp2IfTheBackendDoes(TlsEngine engine) {
        try (TestServer server = server("TLSv1.3", REVIEWS)) {
            assertThat(exchange(engine, server, profile("reviews.shop.svc")).version())
                    .isEqualTo(HttpVersion.HTTP_2);
        }
    }

    private static TestServer server(String version, CertifiedKey certificate) {
        return new TestServer(vertx, TlsEngine.JDK, Material.only(version, Material.server(certificate)));
    }

    private static ClientTls profile(String serverName, String... subjectAltNames) {
        return new ClientTls(Material.trust(CA), null, List.of(subjectAltNames), serverName);
    }

    private static ClientTls profile(@Nullable CertifiedKey certificate) {
        return new ClientTls(Material.trust(CA), certificate, List.of(), "reviews.shop.svc");
    }

    private static void assertRefused(TlsEngine engine, TestServer server, ClientTls tls) {
        assertThatThrownBy(() -> answer(engine, server, tls))
                .as("%s", tls)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(Exception.class)
                .satisfies(e -> assertThat(isTls(e)).as("%s", e).isTrue());
    }

    private static boolean isTls(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private static String answer(TlsEngine engine, TestServer server, ClientTls tls) {
        return exchange(engine, server, tls).body();
    }

    private static Answer exchange(TlsEngine engine, TestServer server, ClientTls tls) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setSslEngineOptions(new FixedContext(new TlsContexts(engine).client(tls, List.of("h2", "http/1.1")))));
        try {
            RequestOptions request =
                    new RequestOptions().setServer(SocketAddress.inetSocketAddress(server.port(), "127.0.0.1"));
            request.setHost("authority.test").setPort(443);
            return client.request(request)
                    .compose(sent -> sent.authority(HostAndPort.create("authority.test", 443))
                            .send())
                    .compose(response -> response.body().map(body -> new Answer(response, body.toString())))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } finally {
            client.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private record Answer(HttpClientResponse response, String body) {

        HttpVersion version() {
            return response.request().version();
        }
    }
}
