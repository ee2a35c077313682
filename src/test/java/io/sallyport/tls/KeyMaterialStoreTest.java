package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import io.sallyport.config.CertificateSpec;
import io.sallyport.tls.Loaded.Fresh;
import io.sallyport.tls.Loaded.Kept;
import io.sallyport.tls.Loaded.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyMaterialStoreTest {

    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private final MovableClock clock = new MovableClock();
    private final ThrowawayCa ca = ThrowawayCa.create("test CA", clock);
    private final Issued first = ca.issue(Leaf.server("a.test"));
    private final Issued second = ca.issue(Leaf.server("a.test", "b.test"));

    private final Path directory;
    private final KeyMaterialStore store;

    KeyMaterialStoreTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        store = new KeyMaterialStore(new SecretFiles(directory), clock);
        first.writeTo(directory, "tls");
    }

    @Test
    void takesWhatFits() {
        assertThat(load()).isInstanceOfSatisfying(Fresh.class, fresh -> assertThat(fresh.warnings())
                .isEmpty());
        CertifiedKey key = value(load());
        assertThat(key.names()).containsExactly("a.test");
        assertThat(key.keyType()).isEqualTo("EC");
        assertThat(key.certificateFile()).isEqualTo("tls.crt");
        assertThat(key.notBefore()).isEqualTo(START.minus(Duration.ofDays(1)));
        assertThat(key.notAfter()).isEqualTo(START.plus(Duration.ofDays(30)));
    }

    @Test
    void takesARotation() throws IOException {
        CertifiedKey before = value(load());
        second.writeTo(directory, "tls");
        assertThat(load()).isInstanceOf(Fresh.class);
        assertThat(value(load())).isNotEqualTo(before);
        assertThat(value(load()).names()).containsExactly("a.test", "b.test");
    }

    @Test
    void isEqualForEqualContent() {
        assertThat(value(load())).isEqualTo(value(load()));
    }

    @Test
    void isNotParsedAgainWhileItHasNotChanged() throws IOException {
        CertifiedKey before = value(load());
        assertThat(value(load())).isSameAs(before);
        Path chain = directory.resolve("tls.crt");
        Files.writeString(chain, Files.readString(chain) + "\n");
        assertThat(value(load())).isEqualTo(before).isNotSameAs(before);
    }

    @Test
    void neverTakesARotationHalf() throws IOException {
        CertifiedKey before = value(load());
        Files.writeString(directory.resolve("tls.crt"), second.certificatePem());
        assertKept(before, "key tls.key does not fit certificate tls.crt");
        Files.writeString(directory.resolve("tls.key"), second.keyPem());
        assertThat(load()).isInstanceOf(Fresh.class);
    }

    @Test
    void keepsTheOldWhenTheNewCannotBeParsed() throws IOException {
        CertifiedKey before = value(load());
        Files.writeString(directory.resolve("tls.crt"), "garbage");
        assertKept(before, "file tls.crt holds no certificate");
        Files.delete(directory.resolve("tls.crt"));
        assertKept(before, "file tls.crt is missing");
        first.writeTo(directory, "tls");
        Files.writeString(directory.resolve("tls.key"), first.keyPem().replaceFirst("M", "!"));
        assertThat(load()).isInstanceOf(Kept.class);
    }

    @Test
    void refusesTheExpiredWhileTheCurrentIsValid() throws IOException {
        CertifiedKey before = value(load());
        expired().writeTo(directory, "tls");
        assertKept(before, "certificate tls.crt expired at 2026-05-31T23:00:00Z");
    }

    @Test
    void takesTheExpiredAtTheStartAndWarns() throws IOException {
        expired().writeTo(directory, "tls");
        assertThat(load()).isInstanceOfSatisfying(Fresh.class, fresh -> assertThat(fresh.warnings())
                .isEqualTo(List.of("certificate tls.crt expired at 2026-05-31T23:00:00Z")));
    }

    @Test
    void takesTheExpiredIfTheCurrentHasExpiredToo() throws IOException {
        load();
        clock.now = START.plus(Duration.ofDays(31));
        ca.issue(Leaf.server("a.test").valid(START, START.plus(Duration.ofDays(30))))
                .writeTo(directory, "tls");
        assertThat(load()).isInstanceOf(Fresh.class);
    }

    @Test
    void holdsTheEarlyAndTakesItWhenDue() throws IOException {
        CertifiedKey before = value(load());
        Instant due = START.plus(Duration.ofMinutes(10));
        ca.issue(Leaf.server("a.test").valid(due, due.plus(Duration.ofDays(1)))).writeTo(directory, "tls");
        assertKept(before, "certificate tls.crt is held until it becomes valid at 2026-06-01T00:10:00Z");
        clock.now = START.plus(Duration.ofMinutes(4));
        assertThat(load()).isInstanceOf(Kept.class);
        clock.now = START.plus(Duration.ofMinutes(5));
        assertThat(load()).isInstanceOf(Fresh.class);
    }

    @Test
    void saysWhatIsMissingAtTheStart() throws IOException {
        assertThat(store.certificate("absent.crt", "tls.key"))
                .isEqualTo(new Missing<CertifiedKey>("file absent.crt is missing"));
        Files.writeString(directory.resolve("tls.key"), second.keyPem());
        assertThat(load()).isEqualTo(new Missing<CertifiedKey>("key tls.key does not fit certificate tls.crt"));
        assertThat(store.trust("../ca.crt")).isEqualTo(new Missing<TrustAnchors>("file ../ca.crt must not contain .."));
    }

    @Test
    void forgetsWhatNobodyNames() throws IOException {
        load();
        store.trust("ca.crt");
        Files.writeString(directory.resolve("session"), "k".repeat(SessionKey.LEAST_BYTES));
        store.sessionKey("session");
        store.retain(Set.of(new CertificateSpec("tls.crt", "tls.key")), Set.of("ca.crt"), Set.of("session"));
        Files.writeString(directory.resolve("session"), "short");
        Files.writeString(directory.resolve("tls.crt"), "garbage");
        Files.writeString(directory.resolve("ca.crt"), "garbage");
        assertThat(load()).isInstanceOf(Kept.class);
        assertThat(store.trust("ca.crt")).isInstanceOf(Kept.class);
        assertThat(store.sessionKey("session")).isInstanceOf(Kept.class);
        store.retain(Set.of(), Set.of(), Set.of());
        assertThat(store.sessionKey("session")).isInstanceOf(Missing.class);
        assertThat(load()).isInstanceOf(Missing.class);
        assertThat(store.trust("ca.crt")).isInstanceOf(Missing.class);
    }

    @Test
    void readsABundleOfAuthoritiesAndKeepsItWhenTheNextIsEmpty() throws IOException {
        StringBuilder bundle = new StringBuilder("a bundle\n");
        for (int i = 0; i < 150; i++) {
            bundle.append("# ")
                    .append(i)
                    .append('\n')
                    .append(ThrowawayCa.create("CA " + i, clock).pem());
        }
        Files.writeString(directory.resolve("ca.crt"), bundle);
        Fresh<TrustAnchors> fresh = (Fresh<TrustAnchors>) store.trust("ca.crt");
        assertThat(fresh.value().manager().getAcceptedIssuers()).hasSize(150);
        Files.writeString(directory.resolve("ca.crt"), "");
        assertThat(store.trust("ca.crt")).isEqualTo(new Kept<>(fresh.value(), "file ca.crt holds no certificate"));
    }

    @Test
    void comparesAuthoritiesByContentWhateverTheirOrder() throws IOException {
        ThrowawayCa other = ThrowawayCa.create("other", clock);
        Files.writeString(directory.resolve("one.crt"), ca.pem() + other.pem());
        Files.writeString(directory.resolve("two.crt"), other.pem() + ca.pem() + other.pem());
        Files.writeString(directory.resolve("three.crt"), other.pem());
        assertThat(anchors("one.crt")).isEqualTo(anchors("two.crt")).hasSameHashCodeAs(anchors("two.crt"));
        assertThat(anchors("one.crt")).isNotEqualTo(anchors("three.crt"));
    }

    @Test
    void refusesExpiredAuthoritiesWhileTheCurrentAreValid() throws IOException {
        TrustAnchors before = anchors("ca.crt");
        clock.now = START.minus(Duration.ofDays(8_000));
        String old = ThrowawayCa.create("old", clock).pem();
        clock.now = START;
        Files.writeString(directory.resolve("ca.crt"), old);
        assertThat(store.trust("ca.crt"))
                .isEqualTo(new Kept<>(before, "file ca.crt holds expired CA certificates only"));
        Files.writeString(directory.resolve("ca.crt"), old + ca.pem());
        assertThat(store.trust("ca.crt")).isInstanceOfSatisfying(Fresh.class, fresh -> assertThat(fresh.warnings())
                .hasSize(1));
    }

    @Test
    void knowsTheAuthoritiesOfTheSystem() {
        assertThat(store.systemTrust()).isSameAs(store.systemTrust());
        assertThat(store.systemTrust().digest()).hasSize(64);
    }

    private Issued expired() {
        return ca.issue(Leaf.server("a.test").valid(START.minus(Duration.ofDays(2)), START.minus(Duration.ofHours(1))));
    }

    private Loaded<CertifiedKey> load() {
        return store.certificate("tls.crt", "tls.key");
    }

    private void assertKept(CertifiedKey before, String why) {
        assertThat(load()).isEqualTo(new Kept<>(before, why));
    }

    private TrustAnchors anchors(String file) {
        return ((Fresh<TrustAnchors>) store.trust(file)).value();
    }

    private static CertifiedKey value(Loaded<CertifiedKey> loaded) {
        return ((Fresh<CertifiedKey>) loaded).value();
    }

    private static final class MovableClock extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
