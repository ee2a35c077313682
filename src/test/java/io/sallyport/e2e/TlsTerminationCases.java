package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS from clients: which certificate, which listener, and who the client is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TlsTerminationCases {

    private static final String SPIFFE = "spiffe://cluster.local/ns/shop/sa/web";

    private final String engine;
    private final int required = GatewayRig.freePort();
    private final int optional = GatewayRig.freePort();
    private GatewayRig rig;
    private ThrowawayCa clients;

    TlsTerminationCases(String engine) {
        this.engine = engine;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).tlsEngine(engine).trust(GatewayRig.LOOPBACK);
        clients = ThrowawayCa.create("clients");
        clients.writeCa(rig.secrets().resolve("clients.crt"));
        rig.ca().issue(Leaf.server("a.example.com")).writeTo(rig.secrets(), "a");
        rig.ca().issue(Leaf.server("*.b.example.com")).writeTo(rig.secrets(), "b");
        rig.ca().issue(Leaf.server("other.example.org").rsa()).writeTo(rig.secrets(), "rsa");
        TestBackend backend = rig.plainBackend(request -> TestBackend.answer(request, "served"));
        rig.start("listeners:\n"
                + listener("any", rig.port(), "", "[" + certificate("public") + ", " + certificate("rsa") + "]", "")
                + listener("a", rig.port(), "hostname: a.example.com, ", "[" + certificate("a") + "]", "")
                + listener("b", rig.port(), "hostname: '*.b.example.com', ", "[" + certificate("b") + "]", "")
                + listener("required", required, "", "[" + certificate("public") + "]", validation("AllowValidOnly"))
                + listener("optional", optional, "", "[" + certificate("public") + "]", validation("Optional"))
                + "backends: [{name: app, endpoints: ['" + backend.url() + "']}]\n"
                + "routes: [{name: all, rules: [{backendRefs: [{name: app}]}]}]\n");
    }

    private static String listener(String name, int port, String hostname, String certificates, String more) {
        return "  - {name: %s, port: %d, protocol: HTTPS, %stls: {certificates: %s%s}}\n"
                .formatted(name, port, hostname, certificates, more);
    }

    private static String certificate(String base) {
        return "{certificateFile: " + base + ".crt, keyFile: " + base + ".key}";
    }

    private static String validation(String mode) {
        return ", clientValidation: {caFile: clients.crt, mode: " + mode + "}";
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private SSLSocket connect(SSLContext context, int port, @Nullable String sni, String... protocols)
            throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(sni == null ? List.of() : List.of(new SNIHostName(sni)));
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private SSLContext anonymous() throws Exception {
        return TestTls.context(rig.ca().certificate());
    }

    private String presented(@Nullable String sni) throws Exception {
        try (SSLSocket socket = connect(anonymous(), rig.port(), sni)) {
            X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return leaf.getSubjectX500Principal().getName();
        }
    }

    private static String over(SSLSocket socket, String host, String path) throws IOException {
        Wire wire = new Wire(socket);
        wire.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return wire.head();
    }

    private String ask(@Nullable String sni, String host, String path) throws Exception {
        try (SSLSocket socket = connect(anonymous(), rig.port(), sni)) {
            return over(socket, host, path);
        }
    }

    @Test
    void choosesTheCertificateByTheNameThatIsAskedFor() throws Exception {
        assertThat(presented("a.example.com")).isEqualTo("CN=a.example.com");
        assertThat(presented("A.Example.COM")).isEqualTo("CN=a.example.com");
        assertThat(presented("x.b.example.com")).isEqualTo("CN=*.b.example.com");
        assertThat(presented("shop.example.com")).isEqualTo("CN=*.example.com");
        assertThat(presented("other.example.org")).isEqualTo("CN=other.example.org");
    }

    @Test
    void presentsTheFirstCertificateWhereNoNameFits() throws Exception {
        assertThat(presented(null)).isEqualTo("CN=*.example.com");
        assertThat(presented("unknown.test")).isEqualTo("CN=*.example.com");
    }

    @Test
    void findsTheListenerByTheHost() throws Exception {
        ask("a.example.com", "a.example.com", "/host-a");
        ask("x.b.example.com", "x.b.example.com:8443", "/host-b");
        ask("shop.example.com", "shop.example.com", "/host-any");

        assertThat(rig.logged("/host-a\"")).contains("\"listener\":\"a\"", "\"code\":200");
        assertThat(rig.logged("/host-b\"")).contains("\"listener\":\"b\"", "\"code\":200");
        assertThat(rig.logged("/host-any\"")).contains("\"listener\":\"any\"", "\"code\":200");
    }

    @Test
    void refusesAHostOfAnotherListenerThanTheHandshakes() throws Exception {
        assertThat(ask("a.example.com", "x.b.example.com", "/misdirected")).startsWith("HTTP/1.1 421");
        assertThat(ask("a.example.com", "shop.example.com", "/misdirected")).startsWith("HTTP/1.1 421");
        assertThat(ask("shop.example.com", "a.example.com", "/misdirected")).startsWith("HTTP/1.1 421");

        rig.counts(3, "code=\"421\"", "reason=\"MISDIRECTED\"");
    }

    @Test
    void takesEachHostOfTheHandshakesOwnListener() throws Exception {
        assertThat(ask("x.b.example.com", "y.b.example.com", "/own")).startsWith("HTTP/1.1 200");
        assertThat(ask("unknown.test", "shop.example.com", "/own")).startsWith("HTTP/1.1 200");
    }

    @Test
    void neverMisdirectsAClientThatAskedForNoName() throws Exception {
        for (String host : List.of("a.example.com", "x.b.example.com", "shop.example.com")) {
            assertThat(ask(null, host, "/no-sni")).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void refusesAClientWithoutTheCertificateItNeeds(String protocol) throws Exception {
        Issued stranger = ThrowawayCa.create("other").issue(Leaf.client("stranger"));
        for (SSLContext context : List.of(anonymous(), TestTls.context(rig.ca().certificate(), stranger))) {
            assertThatThrownBy(() -> {
                        try (SSLSocket socket = connect(context, required, "shop.example.com", protocol)) {
                            if (over(socket, "shop.example.com", "/refused").isEmpty()) {
                                throw new IOException("closed");
                            }
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(rig.accessLog()).doesNotContain("/refused");
    }

    @Test
    void refusesABadCertificateEvenWhereNoneIsNeeded() throws Exception {
        Issued stranger = ThrowawayCa.create("other").issue(Leaf.client("stranger"));
        assertThatThrownBy(() -> {
                    try (SSLSocket socket =
                            connect(TestTls.context(rig.ca().certificate(), stranger), optional, null, "TLSv1.2")) {
                        over(socket, "shop.example.com", "/bad");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void letsAClientWithoutCertificateInWhereNoneIsNeeded() throws Exception {
        try (SSLSocket socket = connect(anonymous(), optional, "shop.example.com")) {
            assertThat(over(socket, "shop.example.com", "/nobody")).startsWith("HTTP/1.1 200");
        }
        assertThat(rig.logged("/nobody")).doesNotContain("spiffe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void knowsTheClientAlsoOnAResumedSession(String protocol) throws Exception {
        Issued own = clients.issue(Leaf.client("web").uri(SPIFFE));
        SSLContext context = TestTls.context(rig.ca().certificate(), own);
        for (int port : new int[] {required, optional}) {
            long created = identify(context, port, "/full-" + protocol + "-" + port, protocol);
            long resumed = identify(context, port, "/resumed-" + protocol + "-" + port, protocol);

            assertThat(resumed).as("the second session was resumed").isEqualTo(created);
        }
    }

    private long identify(SSLContext context, int port, String path, String protocol) throws Exception {
        try (SSLSocket socket = connect(context, port, "shop.example.com", protocol)) {
            assertThat(over(socket, "shop.example.com", path)).startsWith("HTTP/1.1 200");
            assertThat(rig.logged("\"path\":\"" + path + "\"")).contains(SPIFFE);
            return socket.getSession().getCreationTime();
        }
    }
}
