package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ClientValidationSpec.Mode;
import io.sallyport.config.ListenerSpec.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document that is shipped as an example says everything that can be said. */
class SampleDocumentTest {

    private final GatewayDocument document = Documents.parsed(read());
    private final GatewaySpec spec = document.spec();

    @Test
    void readsTheListener() {
        assertThat(spec.listeners())
                .containsExactly(new ListenerSpec(
                        "public",
                        8443,
                        Protocol.HTTPS,
                        "*.example.com",
                        new ListenerTlsSpec(
                                List.of(new CertificateSpec("public/tls.crt", "public/tls.key")),
                                new ClientValidationSpec("clients/ca.crt", Mode.ALLOW_VALID_ONLY),
                                List.of("h2", "http/1.1"),
                                "TLSv1.2",
                                List.of()),
                        PathReadingSpec.DEFAULT,
                        ListenerSpec.Underscores.KEEP,
                        LimitsSpec.DEFAULT,
                        null,
                        false));
    }

    @Test
    void readsTheBackends() {
        assertThat(spec.backends()).extracting(BackendSpec::name).containsExactly("reviews-v1", "reviews-v2");
        assertThat(spec.backends().get(0))
                .isEqualTo(new BackendSpec(
                        "reviews-v1",
                        List.of(new EndpointSpec(true, "reviews-v1.shop.svc", 8443)),
                        null,
                        new BackendTlsSpec(
                                "backends/ca.crt",
                                false,
                                "gateway/tls.crt",
                                "gateway/tls.key",
                                "reviews.shop.svc",
                                List.of("spiffe://cluster.local/ns/shop/sa/reviews")),
                        null));
    }

    @Test
    void readsTheRules() {
        RouteSpec route = spec.routes().get(0);
        PathSpec reviews = new PathSpec(PathSpec.Type.PATH_PREFIX, "/reviews");
        ValueMatchSpec canary = new ValueMatchSpec(ValueMatchSpec.Type.EXACT, "x-canary", "always");
        assertThat(route.listeners()).containsExactly("public");
        assertThat(route.hostnames()).containsExactly("shop.example.com", "*.shop.example.com");
        assertThat(route.rules())
                .containsExactly(
                        new RuleSpec(
                                "testers",
                                List.of(new MatchSpec(reviews, List.of(canary), List.of(), null)),
                                List.of(new FilterSpec.RequestHeaderModifier(new HeaderModifierSpec(
                                        List.of(new HeaderModifierSpec.HeaderSpec("x-tester", "yes")),
                                        List.of(),
                                        List.of()))),
                                List.of(new BackendRefSpec("reviews-v2", 1, List.of())),
                                null,
                                null,
                                TimeoutsSpec.DEFAULT,
                                null,
                                RuleSpec.DEFAULT_UPGRADES,
                                RuleLimitsSpec.DEFAULT),
                        new RuleSpec(
                                null,
                                List.of(new MatchSpec(reviews, List.of(), List.of(), null)),
                                List.of(),
                                List.of(
                                        new BackendRefSpec("reviews-v1", 90, List.of()),
                                        new BackendRefSpec("reviews-v2", 10, List.of())),
                                new StickySpec.Cookie("canary", Duration.ofDays(30), true),
                                null,
                                new TimeoutsSpec(
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(3),
                                        Duration.ofMinutes(5),
                                        Duration.ofHours(1)),
                                new RetrySpec(2, Set.of(502, 503, 504), Duration.ofMillis(25)),
                                RuleSpec.DEFAULT_UPGRADES,
                                RuleLimitsSpec.DEFAULT));
    }

    @Test
    void warnsOnlyOfTheKnownDeviation() {
        assertThat(document.warnings()).extracting(Violation::field).containsExactly("routes[0].rules[1].retry");
    }

    @Test
    void isKnownByTheFirstTwelveDigitsOfItsDigest() {
        assertThat(GatewayDocument.revisionOf(new byte[0])).isEqualTo("e3b0c44298fc");
        assertThat(document.revision()).matches("[0-9a-f]{12}");
    }

    private static String read() {
        try {
            return Files.readString(Path.of("config", "gateway.yaml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
