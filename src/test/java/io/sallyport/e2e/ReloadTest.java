package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents and certificates change while traffic goes on: nothing is lost, and all takes effect soon. */
class ReloadTest {

    /** Ten times what is promised. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Set<Instant> seenByBackend = ConcurrentHashMap.newKeySet();

    /** With BoringSSL as often as was promised; with the JDK's engine often enough to see that it does the same. */
    @ParameterizedTest
    @CsvSource({"openssl, 200", "jdk, 20"})
    void documentsAndRotationsOnBothSidesLoseNoRequest(String engine, int times, @TempDir Path directory)
            throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).tlsEngine(engine)) {
            TestBackend one = rig.backend(this::noteClient);
            TestBackend two = rig.backend(HttpVersion.HTTP_1_1, this::noteClient);
            MountedSecret mounted = new MountedSecret(rig.secrets().resolve("mounted"));
            rotate(rig, mounted, 0);
            rig.start(document(rig, 0, one, two));
            Load load = Load.everyKind(rig);
            Duration slowest = Duration.ZERO;
            for (int i = 1; i <= times; i++) {
                Instant before = Instant.now();
                rig.document(document(rig, i, one, two));
                slowest = longer(slowest, before);
                if (i % 2 == 0) {
                    before = Instant.now();
                    Instant notAfter = rotate(rig, mounted, i);
                    awaitRotation(rig, notAfter);
                    slowest = longer(slowest, before);
                    assertThat(load.failures()).isEmpty();
                }
            }
            load.stop();
            assertThat(load.failures()).isEmpty();
            assertThat(load.good()).isGreaterThan(times);
            assertThat(slowest).isLessThan(LIMIT);
            rig.quiet();
            assertThat(rig.counted("code=\"200\"", "reason=\"none\"")).isEqualTo(load.good());
            assertThat(rig.sum("sallyport_requests_total")).isEqualTo(load.good());
        }
    }

    @Test
    void aChangedDocumentKeepsConnectionsPoolsAndCounters(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
            rig.start(rig.simpleDocument(backend));
            Exchanges h1 = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            Exchanges h2 = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            for (int i = 0; i < 8; i++) {
                h1.get("/");
                h2.get("/");
            }
            int connections = backend.connections();
            for (int i = 0; i < 20; i++) {
                rig.document(rig.simpleDocument(backend) + "        timeouts: {request: " + (i + 1) + "m}\n");
                assertThat(h1.get("/").status()).isEqualTo(200);
                assertThat(h2.get("/").status()).isEqualTo(200);
            }
            assertThat(backend.connections()).isEqualTo(connections);
            rig.quiet();
            assertThat(rig.counted("route=\"all\"", "code=\"200\"")).isEqualTo(56);
        }
    }

    private void noteClient(HttpServerRequest request) {
        try {
            X509Certificate client = (X509Certificate) request.sslSession().getPeerCertificates()[0];
            seenByBackend.add(client.getNotAfter().toInstant());
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
        TestBackend.answer(request, "ok");
    }

    /** New certificates on both sides: one by a swapped link, the other by files that are renamed over, key first. */
    private static Instant rotate(GatewayRig rig, MountedSecret mounted, int generation) throws IOException {
        Instant from = Instant.now().minusSeconds(60);
        Instant to = Instant.now()
                .plus(Duration.ofDays(9))
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(generation);
        Issued server = rig.ca().issue(Leaf.server("*.example.com").valid(from, to));
        mounted.put(Map.of("tls.crt", server.certificatePem(), "tls.key", server.keyPem()));
        rig.ca().issue(Leaf.client("gateway").valid(from, to)).writeTo(rig.secrets(), "gateway");
        return to;
    }

    private void awaitRotation(GatewayRig rig, Instant notAfter) {
        Await.until("the new client certificate at the backend", () -> seenByBackend.contains(notAfter));
        Await.until(
                "the new server certificate, not after " + notAfter,
                () -> notAfter.equals(Handshakes.certificate(rig.port(), "shop.example.com")
                        .getNotAfter()
                        .toInstant()));
    }

    private static Duration longer(Duration slowest, Instant before) {
        Duration took = Duration.between(before, Instant.now());
        return took.compareTo(slowest) > 0 ? took : slowest;
    }

    private static String document(GatewayRig rig, int generation, TestBackend one, TestBackend two) {
        String listener =
                rig.httpsListener().replace("public.crt", "mounted/tls.crt").replace("public.key", "mounted/tls.key");
        return listener + "backends:\n" + rig.mutualTlsBackend("one", one) + rig.mutualTlsBackend("two", two)
                + """
                routes:
                  - name: all
                    hostnames: ["*.example.com", "h%d.example.org"]
                    rules:
                      - backendRefs:
                          - {name: one, weight: %d}
                          - {name: two, weight: 50}
                """.formatted(generation, 10 + generation);
    }
}
