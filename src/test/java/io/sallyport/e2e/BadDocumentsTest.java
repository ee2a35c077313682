package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Violation;
import io.sallyport.source.Status;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a document: it is refused with its place, and what runs goes on. */
class BadDocumentsTest {

    private static final Path REFUSED = Path.of("src", "test", "resources", "config", "refused");

    /** Every example that the parser's tests hold is refused by the running gateway with the same violations. */
    @Test
    void eachKindIsRefusedWithItsPlaceAndTheTrafficGoesOn(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok"))));
            String revision = Objects.requireNonNull(rig.status().revision());
            Load load = Load.everyKind(rig);
            List<Path> documents = documents();
            for (Path document : documents) {
                Status status = rig.refused(Files.readString(document));
                String expected = Files.readString(Path.of(document.toString().replace(".yaml", ".txt")));
                assertThat(violations(status).stream().map(v -> v + "\n").collect(Collectors.joining()))
                        .isEqualTo(expected);
                assertThat(status.revision()).isEqualTo(revision);
            }
            load.stop();
            assertThat(load.failures()).isEmpty();
            assertThat(load.good()).isPositive();
            assertThat(rig.sum("sallyport_config_reloads_total", "result=\"refused\""))
                    .isEqualTo(documents.size());
        }
    }

    @Test
    void documentsThatAreNoneAreRefused(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            String good = rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok")));
            rig.start(good);
            assertThat(violations(rig.refused(""))).isNotEmpty();
            assertThat(violations(rig.refused("\u0000\u0001\u0002\uffff")).toString())
                    .contains("U+0000");
            assertThat(violations(rig.refused(bomb())).toString()).contains("alias");
            assertThat(violations(rig.refused("[".repeat(100_000))).toString()).isNotEmpty();
            rig.write(good + "#".repeat(9_000_000));
            Await.until("too large", () -> violations(rig.status()).toString().contains("at most 8388608 bytes"));
            writeBytes(rig, new byte[] {(byte) 0xff, (byte) 0xfe, 1, 2, 3});
            Await.until("not UTF-8", () -> violations(rig.status()).toString().contains("UTF-8"));
            rig.document(good + "#".repeat(5_000_000) + "\n");
            assertThat(client(rig).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void filesOutsideOfTheSecretsDirectoryAreRefused(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            String good = rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok")));
            rig.start(good);
            Path outside = directory.resolve("outside.crt");
            Files.writeString(outside, rig.ca().pem());
            Files.createSymbolicLink(rig.secrets().resolve("link.crt"), outside);
            Files.createDirectories(rig.secrets().resolve("directory.crt"));
            for (String file : List.of(
                    "../outside.crt",
                    outside.toString(),
                    "sub/../../outside.crt",
                    "link.crt",
                    "directory.crt",
                    "missing.crt")) {
                Status status = rig.refused(good.replace("caFile: ca.crt", "caFile: \"" + file + "\""));
                assertThat(violations(status)).hasSize(1);
                assertThat(violations(status).get(0).field()).isEqualTo("backends[0].tls.caFile");
                assertThat(violations(status).toString()).contains(file).doesNotContain("BEGIN");
            }
            assertThat(client(rig).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void theLastGoodDocumentIsUsedAtTheNextStart(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok"))));
            String revision = rig.gateway().snapshot().revision();
            assertThat(rig.sum("sallyport_config_refused")).isZero();
            rig.refused("routes: {}\n");
            rig.stop();
            rig.start();
            Await.until("the last good document", () -> rig.status().onLastGood());
            assertThat(rig.status().revision()).isEqualTo(revision);
            assertThat(Objects.requireNonNull(rig.status().refused()).violations())
                    .isNotEmpty();
            assertThat(rig.sum("sallyport_config_on_last_good")).isEqualTo(1);
            assertThat(rig.sum("sallyport_config_refused")).isEqualTo(1);
            assertThat(client(rig).get("/").status()).isEqualTo(200);
        }
    }

    private static Exchanges client(GatewayRig rig) {
        return new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
    }

    private static List<Violation> violations(Status status) {
        var refused = status.refused();
        return refused == null ? List.of() : refused.violations();
    }

    private static String bomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }
        return bomb.toString();
    }

    private static void writeBytes(GatewayRig rig, byte[] bytes) {
        try {
            Path fresh = Files.write(rig.file().resolveSibling("fresh"), bytes);
            Files.move(fresh, rig.file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(REFUSED)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
