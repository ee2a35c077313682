package io.sallyport.e2e;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sallyport.cli.Gateway;
import io.sallyport.cli.GatewaySettings;
import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import io.sallyport.config.GatewayDocument;
import io.sallyport.listener.PortSettings;
import io.sallyport.proxy.ProxySettings;
import io.sallyport.source.SourceSettings;
import io.sallyport.source.Status;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.GatewayMetrics;
import io.sallyport.upstream.AddressRanges;
import io.sallyport.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real gateway on loopback with real files: a CA, a server certificate for {@code *.example.com}, a client certificate
 * of its own, and a document that is written by {@link #document}.
 */
public final class GatewayRig implements AutoCloseable {

    public static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

    private final Path directory;
    private final Vertx vertx;
    private final ThrowawayCa ca = ThrowawayCa.create("sallyport-test");
    private final int port = freePort();
    private PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ByteArrayOutputStream accessLogBytes = new ByteArrayOutputStream();
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private SourceSettings source;
    private String tlsEngine = "openssl";
    private AddressRanges allowed = AddressRanges.of(LOOPBACK);
    private AddressRanges trusted = AddressRanges.NONE;
    private UpstreamSettings upstream = new UpstreamSettings(
            2, 512, 1024, Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofMinutes(5), List.of());
    private Set<Integer> reserved = Set.of();
    private String host = "127.0.0.1";
    private Duration drain = Duration.ofSeconds(30);
    private Duration shutdownDelay = Duration.ZERO;
    private @Nullable Duration routerTimeout;
    private @Nullable AccessLog accessLog;
    private @Nullable Gateway gateway;

    public GatewayRig(Path directory) throws IOException {
        this.directory = directory;
        this.source = new SourceSettings.OfFile(directory.resolve("gateway.yaml"), null);
        this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Files.createDirectories(secrets());
        ca.writeCa(secrets().resolve("ca.crt"));
        ca.issue(Leaf.server("*.example.com", "example.com")).writeTo(secrets(), "public");
        ca.issue(Leaf.client("gateway")).writeTo(secrets(), "gateway");
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    public ThrowawayCa ca() {
        return ca;
    }

    /** The port of the document's listener. */
    public int port() {
        return port;
    }

    public Path secrets() {
        return directory.resolve("secrets");
    }

    public Path directory() {
        return directory;
    }

    public Path file() {
        return directory.resolve("gateway.yaml");
    }

    /** Takes documents from here; what writes the rig's file has no effect then. */
    public GatewayRig source(SourceSettings settings) {
        source = settings;
        return this;
    }

    public GatewayRig tlsEngine(String engine) {
        tlsEngine = engine;
        return this;
    }

    public GatewayRig allow(List<String> cidrs) {
        allowed = AddressRanges.of(cidrs);
        return this;
    }

    public GatewayRig trust(List<String> cidrs) {
        trusted = AddressRanges.of(cidrs);
        return this;
    }

    public GatewayRig reserved(int reservedPort) {
        reserved = Set.of(reservedPort);
        return this;
    }

    /** Another address of loopback, for several gateways with one document. */
    public GatewayRig listenOn(String address) {
        host = address;
        return this;
    }

    /** How long exchanges under way may go on when their port goes, or its trust is tightened. */
    public GatewayRig drain(Duration limit) {
        drain = limit;
        return this;
    }

    /** What the router before the gateway waits for. */
    public GatewayRig routerTimeout(Duration timeout) {
        routerTimeout = timeout;
        return this;
    }

    /** How long new connections are served once the gateway retires. */
    public GatewayRig shutdownDelay(Duration delay) {
        shutdownDelay = delay;
        return this;
    }

    /** Asks this name server only. */
    public GatewayRig nameServer(InetSocketAddress server) {
        upstream = new UpstreamSettings(
                upstream.lanes(),
                upstream.maxConnections(),
                upstream.maxPending(),
                upstream.connectTimeout(),
                upstream.keepAlive(),
                upstream.maxAge(),
                List.of(server));
        return this;
    }

    public GatewayRig upstream(UpstreamSettings settings) {
        upstream = settings;
        return this;
    }

    /** Waits for slow connections, as a busy machine makes them. */
    public GatewayRig patient() {
        return upstream(new UpstreamSettings(
                2, 512, 1024, Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofMinutes(5), List.of()));
    }

    /** This many event loops, and this many connections for each address of a backend. */
    public GatewayRig lanes(int lanes, int connections) {
        return upstream(new UpstreamSettings(
                lanes,
                connections,
                1024,
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                Duration.ofMinutes(5),
                List.of()));
    }

    /** A certificate for a backend on loopback. */
    public Issued backendCertificate() {
        return ca.issue(Leaf.server("backend.shop.svc").address("127.0.0.1"));
    }

    /** A backend that demands our client certificate. */
    public TestBackend backend(io.vertx.core.Handler<io.vertx.core.http.HttpServerRequest> handler) {
        return closing(TestBackend.mutualTls(vertx, backendCertificate(), ca.pem(), handler));
    }

    public TestBackend backend(
            HttpVersion version, io.vertx.core.Handler<io.vertx.core.http.HttpServerRequest> handler) {
        return closing(TestBackend.mutualTls(vertx, backendCertificate(), ca.pem(), List.of(version), handler));
    }

    public TestBackend plainBackend(io.vertx.core.Handler<io.vertx.core.http.HttpServerRequest> handler) {
        return closing(TestBackend.plain(vertx, handler));
    }

    public <T extends AutoCloseable> T closing(T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    /** An HTTPS backend as the options say. */
    TestBackend backend(
            io.vertx.core.http.HttpServerOptions options,
            io.vertx.core.Handler<io.vertx.core.http.HttpServerRequest> handler) {
        return closing(TestBackend.tls(vertx, options, handler));
    }

    /** The HTTPS listener every document here starts with. */
    public String httpsListener() {
        return """
                listeners:
                  - name: public
                    port: %d
                    protocol: HTTPS
                    tls:
                      certificates: [{certificateFile: public.crt, keyFile: public.key}]
                """.formatted(port);
    }

    /** A backend entry with mTLS. */
    public String mutualTlsBackend(String name, TestBackend... backends) {
        List<String> urls =
                java.util.Arrays.stream(backends).map(TestBackend::url).toList();
        return """
                  - name: %s
                    endpoints: [%s]
                    tls: {caFile: ca.crt, certificateFile: gateway.crt, keyFile: gateway.key, serverName: backend.shop.svc}
                """.formatted(name, String.join(", ", urls));
    }

    /** One listener, one backend, everything to it. */
    public String simpleDocument(TestBackend backend) {
        return httpsListener() + "backends:\n" + mutualTlsBackend("app", backend) + """
                routes:
                  - name: all
                    rules:
                      - backendRefs: [{name: app}]
                """;
    }

    /** One listener, one backend without TLS at these addresses, everything to it. */
    public String plainDocument(String... urls) {
        return plainDocumentWith("", urls);
    }

    /** The same with more lines for the rule. */
    public String plainDocumentWith(String rule, String... urls) {
        return httpsListener() + """
                backends:
                  - name: app
                    endpoints: [%s]
                routes:
                  - name: all
                    rules:
                      - backendRefs: [{name: app}]
                """.formatted(String.join(", ", urls)) + rule.indent(8);
    }

    /** Replaces the document as an editor does: a new file is renamed over the old one. */
    public String write(String document) {
        try {
            Path fresh = directory.resolve(".gateway.yaml.new");
            Files.writeString(fresh, document);
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return GatewayDocument.revisionOf(document.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the document and waits until it is in force. */
    public GatewayRig document(String document) {
        String revision = write(document);
        Await.until("revision " + revision + " in force", () -> {
            var refused = status().refused();
            if (refused != null && revision.equals(refused.revision())) {
                throw new AssertionError("refused: " + refused.violations());
            }
            return revision.equals(status().revision()) && refused == null;
        });
        return this;
    }

    /** Waits until a document that was refused is in force after all. */
    public void awaitInForce(String document) {
        String revision = GatewayDocument.revisionOf(document.getBytes(StandardCharsets.UTF_8));
        Await.until(
                "revision " + revision + " in force",
                () -> revision.equals(status().revision()) && status().refused() == null);
    }

    /** Writes the document and waits until it is refused. */
    public Status refused(String document) {
        String revision = write(document);
        Await.until("revision " + revision + " refused", () -> {
            var refused = status().refused();
            return refused != null && revision.equals(refused.revision());
        });
        return status();
    }

    public GatewayRig start() {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        GatewayMetrics metrics = new GatewayMetrics(registry, 20_000);
        accessLog = new AccessLog(accessLogBytes, 10_000, metrics.accessLogDrops());
        GatewaySettings settings = new GatewaySettings(
                secrets(),
                source,
                tlsEngine,
                allowed,
                20_000,
                routerTimeout,
                new PortSettings(host, reserved, Duration.ofSeconds(310), drain, shutdownDelay),
                upstream,
                new ProxySettings(trusted, trusted, true));
        gateway = Await.get(Gateway.start(new Gateway.Parts(vertx, settings, metrics, accessLog)));
        return this;
    }

    /** Starts with this document in force. */
    public GatewayRig start(String document) {
        write(document);
        start();
        return document(document);
    }

    /** Ends the gateway, as at the end of a process; {@link #start()} makes another. */
    public void stop() {
        gateway().close();
        gateway = null;
        Objects.requireNonNull(accessLog).close();
    }

    public Gateway gateway() {
        return Objects.requireNonNull(gateway, "not started");
    }

    public Status status() {
        return gateway().status();
    }

    public String scrape() {
        return registry.scrape();
    }

    /** How many requests the metrics count whose labels contain all of these, such as {@code code="200"}. */
    public long counted(String... labels) {
        return (long) sum("sallyport_requests_total{", labels);
    }

    /** Waits until the metrics count this many; a request counts a moment after its answer. */
    public void counts(long expected, String... labels) {
        Await.until(expected + " with " + List.of(labels), () -> counted(labels) >= expected);
        org.assertj.core.api.Assertions.assertThat(counted(labels)).isEqualTo(expected);
    }

    /** The sum of all samples of a metric whose labels contain all of these. */
    public double sum(String metric, String... labels) {
        return scrape().lines()
                .filter(line -> line.startsWith(metric))
                .filter(line -> java.util.Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until no request is under way. */
    public void quiet() {
        Await.until("no request in flight", () -> sum("sallyport_requests_in_flight{") == 0);
    }

    /** Waits for the access log's line that contains all of these. */
    public String logged(String... parts) {
        java.util.function.Supplier<String> find = () -> accessLog()
                .lines()
                .filter(line -> java.util.Arrays.stream(parts).allMatch(line::contains))
                .findFirst()
                .orElse("");
        Await.until("a line with " + List.of(parts), () -> !find.get().isEmpty());
        return find.get();
    }

    /** What the access log holds so far. */
    public String accessLog() {
        return accessLogBytes.toString(StandardCharsets.UTF_8);
    }

    /** A bare TLS connection to the gateway, for HTTP/1 by hand; without a name no SNI is sent. */
    Wire wire(@Nullable String sni) throws Exception {
        javax.net.ssl.SSLSocket socket = (javax.net.ssl.SSLSocket)
                TestTls.context(ca.certificate()).getSocketFactory().createSocket("127.0.0.1", port);
        javax.net.ssl.SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(sni == null ? List.of() : List.of(new javax.net.ssl.SNIHostName(sni)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return closing(new Wire(socket));
    }

    /** A client that trusts the rig's CA and sends SNI. */
    public HttpClient client(HttpVersion version) {
        return vertx.createHttpClient(clientOptions(version));
    }

    public HttpClientOptions clientOptions(HttpVersion version) {
        return new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(version)
                .setAlpnVersions(List.of(version))
                .setVerifyHost(false)
                .setForceSni(true)
                .setMaxPoolSize(64)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(ca.pem())));
    }

    @Override
    public void close() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (accessLog != null) {
            accessLog.close();
        }
        for (AutoCloseable closeable : closeables) {
            closeable.close();
        }
        Await.get(vertx.close());
    }
}
