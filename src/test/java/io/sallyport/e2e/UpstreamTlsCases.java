package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** mTLS to backends: who is believed, who is not, and what the client gets then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UpstreamTlsCases {

    private static final String OURS = "certificateFile: gateway.crt, keyFile: gateway.key, ";
    private static final String SPIFFE = "spiffe://cluster.local/ns/shop/sa/reviews";

    private final String engine;
    private final StringBuilder backends = new StringBuilder();
    private final StringBuilder routes = new StringBuilder();
    private GatewayRig rig;
    private Exchanges client;

    UpstreamTlsCases(String engine) {
        this.engine = engine;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).tlsEngine(engine).trust(GatewayRig.LOOPBACK);
        ThrowawayCa other = ThrowawayCa.create("other");
        other.writeCa(rig.secrets().resolve("other.crt"));
        Leaf leaf = Leaf.server("backend.shop.svc");
        Instant now = Instant.now();

        backend("good", mutual(leaf.address("127.0.0.1")), "caFile: ca.crt, " + OURS + "serverName: backend.shop.svc");
        backend("by-address", mutual(leaf.address("127.0.0.1")), "caFile: ca.crt, " + OURS);
        backend("short-name", mutual(Leaf.server("backend")), "caFile: ca.crt, " + OURS + "serverName: backend");
        backend(
                "right-san",
                mutual(leaf.uri(SPIFFE)),
                "caFile: ca.crt, " + OURS + "serverName: any.svc, subjectAltNames: ['" + SPIFFE + "']");

        backend("wrong-ca", mutual(leaf), "caFile: other.crt, " + OURS + "serverName: backend.shop.svc");
        backend("wrong", mutual(leaf), "caFile: other.crt, " + OURS + "serverName: backend.shop.svc");
        backend("wrong-name", mutual(leaf), "caFile: ca.crt, " + OURS + "serverName: reviews.shop.svc");
        backend("wrong-address", mutual(leaf), "caFile: ca.crt, " + OURS);
        backend(
                "wrong-san",
                mutual(leaf.uri(SPIFFE + "-2")),
                "caFile: ca.crt, " + OURS + "serverName: backend.shop.svc, subjectAltNames: ['" + SPIFFE + "']");
        backend(
                "expired",
                mutual(leaf.valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)))),
                "caFile: ca.crt, " + OURS + "serverName: backend.shop.svc");
        backend(
                "client-usage",
                mutual(Leaf.client("backend.shop.svc").dns("backend.shop.svc")),
                "caFile: ca.crt, " + OURS + "serverName: backend.shop.svc");
        for (HttpVersion http : new HttpVersion[] {HttpVersion.HTTP_2, HttpVersion.HTTP_1_1}) {
            for (String tls : new String[] {"TLSv1.2", "TLSv1.3"}) {
                String name = (http + tls).replaceAll("[^A-Za-z0-9]", "").toLowerCase(java.util.Locale.ROOT);
                backend(
                        "refuses-" + name,
                        refusing(leaf, other.pem(), http, tls),
                        "caFile: ca.crt, " + OURS + "serverName: backend.shop.svc");
                backend(
                        "wants-" + name,
                        refusing(leaf, rig.ca().pem(), http, tls),
                        "caFile: ca.crt, serverName: backend.shop.svc");
            }
        }
        rig.start(rig.httpsListener() + "backends:\n" + backends + "routes:\n" + routes);
        client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private HttpServerOptions mutual(Leaf leaf) {
        return TestBackend.demanding(
                TestBackend.tlsOptions(rig.ca().issue(leaf), HttpVersion.HTTP_2, HttpVersion.HTTP_1_1),
                rig.ca().pem());
    }

    private HttpServerOptions refusing(Leaf leaf, String clientCa, HttpVersion http, String tls) {
        HttpServerOptions options = TestBackend.tlsOptions(rig.ca().issue(leaf), http);
        options.setEnabledSecureTransportProtocols(Set.of(tls));
        return TestBackend.demanding(options, clientCa);
    }

    private void backend(String name, HttpServerOptions options, String tls) {
        TestBackend backend = rig.backend(options, request -> TestBackend.answer(request, "served"));
        backends.append("  - {name: %s, endpoints: [%s], tls: {%s}}\n".formatted(name, backend.url(), tls));
        routes.append("  - {name: %s, rules: [{matches: [{path: {value: /%s}}], backendRefs: [{name: %s}]}]}\n"
                .formatted(name, name, name));
    }

    private void refused(String name) {
        Exchanges.Answer answer = client.get("/" + name);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.headers().get("x-sallyport-reason")).isEqualTo("UPSTREAM_TLS_FAILED");
        rig.counts(1, "backend=\"" + name + "\"", "code=\"502\"", "reason=\"UPSTREAM_TLS_FAILED\"");
        assertThat(rig.logged("\"path\":\"/" + name + "\""))
                .contains("\"code\":502", "\"reason\":\"UPSTREAM_TLS_FAILED\"");
    }

    private void served(String name) {
        assertThat(client.get("/" + name).text()).isEqualTo("served");
    }

    @Test
    void reachesABackendThatRefusesClientsWithoutCertificate() {
        served("good");
    }

    @Test
    void verifiesTheAddressWhereNoServerNameIsGiven() {
        served("by-address");
        refused("wrong-address");
    }

    @Test
    void verifiesANameWithoutDots() {
        served("short-name");
    }

    @Test
    void believesASubjectAltNameWhateverTheServerName() {
        served("right-san");
    }

    @Test
    void refusesACertificateOfAnotherCa() {
        refused("wrong-ca");
    }

    @Test
    void refusesAnotherName() {
        refused("wrong-name");
    }

    @Test
    void refusesAnotherSubjectAltName() {
        refused("wrong-san");
    }

    @Test
    void refusesAnExpiredCertificate() {
        refused("expired");
    }

    @Test
    void refusesAClientsCertificateFromABackend() {
        refused("client-usage");
    }

    @Test
    void tellsThatTheBackendRefusesOurCertificate() {
        refused("refuses-http2tlsv12");
        refused("refuses-http11tlsv12");
    }

    @Test
    void tellsARefusalThatComesOnTheFirstRead() {
        refused("refuses-http2tlsv13");
        refused("refuses-http11tlsv13");
    }

    @Test
    void tellsThatTheBackendWantsACertificate() {
        refused("wants-http2tlsv12");
        refused("wants-http11tlsv12");
        refused("wants-http2tlsv13");
        refused("wants-http11tlsv13");
    }

    @Test
    void repeatsNoRequestForTheSakeOfTls() {
        client.get("/wrong/once");

        assertThat(rig.logged("/wrong/once")).contains("\"attempts\":1");
        assertThat(Await.get(client.send(HttpMethod.POST, "/wrong/post", request -> {}, null))
                        .status())
                .isEqualTo(502);
    }
}
