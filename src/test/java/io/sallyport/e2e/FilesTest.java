package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.sallyport.config.Violation;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a document when its files are late, wrong, early or expired. */
class FilesTest {

    @Test
    void aDocumentMayComeBeforeItsSecret(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
            String document = rig.simpleDocument(backend).replace("public.", "late/tls.");
            rig.write(document);
            rig.start();
            Await.until("a refusal", () -> rig.status().refused() != null);
            Violation violation = onlyViolation(rig);
            assertThat(violation.field()).isEqualTo("listeners[0].tls.certificates[0].certificateFile");
            assertThat(violation.line()).isEqualTo(6);
            assertThat(violation.toString()).contains("late/tls.crt").contains("is missing");
            assertThat(rig.scrape()).contains("sallyport_config_reloads_total{result=\"refused\",} 1.0");

            rig.ca()
                    .issue(Leaf.server("shop.example.com"))
                    .writeTo(rig.secrets().resolve("late"), "tls");
            rig.awaitInForce(document);
            assertThat(client(rig).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void trafficGoesOnWhileANewDocumentWaitsForItsSecret(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
            rig.start(rig.simpleDocument(backend));
            String next = rig.simpleDocument(backend).replace("caFile: ca.crt", "caFile: mounted/ca.crt");
            rig.refused(next);
            assertThat(onlyViolation(rig).field()).isEqualTo("backends[0].tls.caFile");
            assertThat(client(rig).get("/").status()).isEqualTo(200);

            new MountedSecret(rig.secrets().resolve("mounted"))
                    .put(java.util.Map.of("ca.crt", rig.ca().pem()));
            rig.awaitInForce(next);
            assertThat(client(rig).get("/").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "early", "garbage", "other key", "empty", "gone"})
    void aBadRotationLeavesTheOldCertificateInUse(String kind, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
            rig.start(rig.simpleDocument(backend));
            BigInteger old = served(rig);
            rotateBadly(rig, kind);
            Await.until("a warning", () -> !rig.status().warnings().isEmpty());
            assertThat(rig.status().warnings().toString()).contains("public.");
            assertThat(served(rig)).isEqualTo(old);
            assertThat(client(rig).get("/").status()).isEqualTo(200);

            Issued good = rig.ca().issue(Leaf.server("*.example.com"));
            good.writeTo(rig.secrets(), "public");
            Await.until(
                    "the good one", () -> served(rig).equals(good.certificate().getSerialNumber()));
            Await.until("no warning", () -> rig.status().warnings().isEmpty());
        }
    }

    @Test
    void anExpiredCertificateIsServedAtTheVeryStart(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
            rotateBadly(rig, "expired");
            rig.start(rig.simpleDocument(backend));
            Await.until("a warning", () -> rig.status().warnings().toString().contains("expired"));
            Handshakes.open(rig.port(), "shop.example.com").close();
        }
    }

    @Test
    void aKeyWrittenBeforeItsCertificateFailsNoHandshake(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
            rig.start(rig.simpleDocument(backend));
            Load load = new Load(rig.vertx(), rig.port()).fresh(2, rig.clientOptions(HttpVersion.HTTP_1_1));
            for (int i = 0; i < 10; i++) {
                Issued next = rig.ca().issue(Leaf.server("*.example.com"));
                Files.writeString(rig.secrets().resolve("public.key"), next.keyPem());
                Await.until(
                        "the pair that does not fit is seen",
                        () -> rig.status().warnings().toString().contains("does not fit"));
                Files.writeString(rig.secrets().resolve("public.crt"), next.certificatePem());
                Await.until("the new one", () -> served(rig)
                        .equals(next.certificate().getSerialNumber()));
            }
            load.stop();
            assertThat(load.failures()).isEmpty();
            assertThat(load.good()).isPositive();
        }
    }

    private static void rotateBadly(GatewayRig rig, String kind) throws IOException {
        Instant now = Instant.now();
        Path certificate = rig.secrets().resolve("public.crt");
        switch (kind) {
            case "expired" ->
                rig.ca()
                        .issue(Leaf.server("*.example.com")
                                .valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1))))
                        .writeTo(rig.secrets(), "public");
            case "early" ->
                rig.ca()
                        .issue(Leaf.server("*.example.com")
                                .valid(now.plus(Duration.ofHours(1)), now.plus(Duration.ofDays(1))))
                        .writeTo(rig.secrets(), "public");
            case "garbage" -> Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\n\u0000\u0001");
            case "other key" ->
                Files.writeString(
                        rig.secrets().resolve("public.key"),
                        rig.ca().issue(Leaf.server("x")).keyPem());
            case "empty" -> Files.writeString(certificate, "");
            default -> Files.delete(certificate);
        }
    }

    private static Violation onlyViolation(GatewayRig rig) {
        List<Violation> violations =
                Objects.requireNonNull(rig.status().refused(), "refused").violations();
        assertThat(violations).hasSize(1);
        return violations.get(0);
    }

    private static BigInteger served(GatewayRig rig) {
        return Handshakes.certificate(rig.port(), "shop.example.com").getSerialNumber();
    }

    private static Exchanges client(GatewayRig rig) {
        return new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
    }
}
