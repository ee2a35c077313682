package io.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.proxy.RequestPreview;
import io.sallyport.routing.HeaderEdit;
import io.sallyport.routing.Rewrite;
import io.sallyport.routing.TrafficSplit.Share;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.Loaded;
import io.sallyport.tls.SecretFiles;
import io.sallyport.tls.SessionKey;
import io.sallyport.tls.TlsContexts;
import io.sallyport.tls.TlsEngine;
import io.sallyport.upstream.AddressGuard;
import io.sallyport.upstream.AddressRanges;
import io.sallyport.upstream.Backend;
import io.sallyport.upstream.EndpointPlan;
import io.sallyport.upstream.EndpointRegistry;
import io.sallyport.upstream.Target;
import io.sallyport.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tokens by the clock: nothing is dialled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsTest {

    private static final EndpointPlan.Wire PLAIN = EndpointPlan.Wire.plain(false);

    private static final long START = 1_800_000_000_000L;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private EndpointRegistry registry;
    private Backend shop;
    private SessionKey key;
    private SessionKey other;

    @BeforeAll
    void open(@TempDir Path secrets) throws IOException {
        registry = new EndpointRegistry(
                vertx,
                new UpstreamSettings(1, 1, 1, MINUTE, MINUTE, MINUTE, List.of()),
                new AddressGuard(AddressRanges.NONE),
                new TlsContexts(TlsEngine.resolve("jdk")));
        shop = registry.acquire(
                "shop", List.of(new EndpointPlan("10.0.0.1", 80, PLAIN), new EndpointPlan("10.0.0.2", 80, PLAIN)));
        key = key(secrets, "a");
        other = key(secrets, "b");
    }

    @AfterAll
    void close() {
        registry.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static SessionKey key(Path secrets, String letter) throws IOException {
        Files.writeString(secrets.resolve(letter), letter.repeat(32));
        Loaded<SessionKey> read = new KeyMaterialStore(new SecretFiles(secrets), Clock.systemUTC()).sessionKey(letter);
        return ((Loaded.Fresh<SessionKey>) read).value();
    }

    private Sessions sessions(@Nullable Duration absolute, @Nullable Duration idle, SessionKey... keys) {
        return sessions("reviews", absolute, idle, keys);
    }

    private Sessions sessions(String scope, @Nullable Duration absolute, @Nullable Duration idle, SessionKey... keys) {
        return new Sessions(
                new SessionTerms("x-session", false, absolute, idle, false),
                new SessionTags(List.of(keys), scope),
                List.of(new Share<>("shop", 1, new Destination(shop, List.of(), List.of(), Rewrite.NONE, List.of()))),
                CookiePaths.of(List.of(), List.of()));
    }

    private static RequestPreview request(@Nullable String token) {
        return new RequestPreview(
                new RequestPreview.Asked("GET", true, "shop.example.com", 0, "/"),
                token == null ? List.of() : List.of(Map.entry("x-session", token)));
    }

    private Target target(int i) {
        return shop.targets().get(i);
    }

    private @Nullable String told(Sessions sessions, @Nullable String token, Target by, long now) {
        Session session = sessions.find(request(token), now);
        HeaderEdit.Field field = sessions.told(session, new Sessions.Answered("shop", by), request(token), now);
        return field == null ? null : field.value();
    }

    private String begun(Sessions sessions, long now) {
        return Objects.requireNonNull(told(sessions, null, target(0), now));
    }

    private static boolean knows(Sessions sessions, String token, long now) {
        return sessions.find(request(token), now) != null;
    }

    @Test
    void aTokenStandsForAnEndpoint() {
        Sessions sessions = sessions(null, null, key);
        Session first = Objects.requireNonNull(sessions.find(request(begun(sessions, START)), START));
        String second = Objects.requireNonNull(told(sessions, null, target(1), START));

        assertThat(first.target()).isSameAs(target(0));
        assertThat(Objects.requireNonNull(sessions.find(request(second), START)).target())
                .isSameAs(target(1));
    }

    @Test
    void aSessionWithoutTimesNeverEndsByItself() {
        Sessions sessions = sessions(null, null, key);

        assertThat(knows(
                        sessions,
                        begun(sessions, START),
                        START + Duration.ofDays(4_000).toMillis()))
                .isTrue();
    }

    @Test
    void aSessionEndsAfterItsAbsoluteTimeoutHoweverOftenItIsUsed() {
        Sessions sessions = sessions(TEN, MINUTE, key);
        String token = begun(sessions, START);
        long now = START;
        for (int i = 0; i < 10; i++) {
            now += MINUTE.toMillis();
            assertThat(knows(sessions, token, now)).as("minute %s", i).isTrue();
            token = Objects.requireNonNull(told(sessions, token, target(0), now));
        }

        assertThat(knows(sessions, token, START + TEN.toMillis() + 1)).isFalse();
    }

    @Test
    void aSessionEndsByIdlenessButNotEarlyAndIsWrittenDownNotMoreOftenThanNeeded() {
        Sessions sessions = sessions(null, MINUTE, key);
        String token = begun(sessions, START);

        assertThat(told(sessions, token, target(0), START + 5_999)).isNull();
        assertThat(told(sessions, token, target(0), START + 6_000)).isNotNull();
        assertThat(knows(sessions, token, START + 66_000)).isTrue();
        assertThat(knows(sessions, token, START + 66_001)).isFalse();
    }

    @Test
    void aClockThatIsBehindAnothersEndsNothing() {
        Sessions sessions = sessions(TEN, MINUTE, key);

        assertThat(knows(sessions, begun(sessions, START), START - 5_000)).isTrue();
    }

    @Test
    void nobodyCanGiveASessionMoreTime() {
        Sessions sessions = sessions(TEN, null, key);
        String token = begun(sessions, START);
        long later = START + TEN.toMillis() + 1;
        String digits = token.substring(32, 44);
        String ahead = java.util.HexFormat.of().toHexDigits(later, 12);

        assertThat(knows(sessions, token.replace(digits, ahead), later)).isFalse();
        assertThat(knows(sessions, token.substring(0, 32), START)).isFalse();
        assertThat(knows(sessions, token.substring(0, 77) + "!", START)).isFalse();
        assertThat(knows(sessions, "z".repeat(78), START)).isFalse();
        assertThat(knows(sessions, begun(sessions(null, null, key), START), START))
                .isFalse();
    }

    @Test
    void aTokenWithTimesIsKnownWhereTimesNoLongerCount() {
        assertThat(knows(sessions(null, null, key), begun(sessions(TEN, null, key), START), START))
                .isTrue();
    }

    @Test
    void anOlderKeyIsKnownAndItsSessionKeepsItsBegin() {
        String old = begun(sessions(TEN, null, key), START);
        Sessions rotated = sessions(TEN, null, other, key);
        long later = START + MINUTE.toMillis();

        String renewed = Objects.requireNonNull(told(rotated, old, target(0), later));

        assertThat(knows(sessions(TEN, null, other), renewed, later)).isTrue();
        assertThat(knows(rotated, renewed, START + TEN.toMillis() + 1)).isFalse();
        assertThat(knows(sessions(TEN, null, other), old, later)).isFalse();
    }

    @Test
    void aTokenOfAnotherRuleIsUnknown() {
        String token = begun(sessions("reviews", null, null, key), START);

        assertThat(knows(sessions("ratings", null, null, key), token, START)).isFalse();
    }

    @Test
    void aTokenTellsNoAddress() {
        assertThat(begun(sessions(null, null, key), START))
                .doesNotContain("10.0.0")
                .hasSize(32);
    }
}
