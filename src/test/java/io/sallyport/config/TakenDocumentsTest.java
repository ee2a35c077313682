package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken, and what it means when something is left out. */
class TakenDocumentsTest {

    @Test
    void fillsInTheDefaultsOfARule() {
        GatewaySpec spec = Documents.parsed(Documents.SMALL).spec();
        RouteSpec route = spec.routes().get(0);
        assertThat(spec.allowEmpty()).isFalse();
        assertThat(route.listeners()).isEmpty();
        assertThat(route.hostnames()).isEmpty();
        assertThat(route.rules())
                .containsExactly(new RuleSpec(
                        null,
                        List.of(),
                        List.of(),
                        List.of(new BackendRefSpec("shop", 1, List.of())),
                        null,
                        null,
                        TimeoutsSpec.DEFAULT,
                        null,
                        List.of("websocket")));
    }

    @Test
    void readsTheProtocolsOfARule() {
        assertThat(Documents.rule("upgrades: [chat/2, websocket]").upgrades()).containsExactly("chat/2", "websocket");
        assertThat(Documents.rule("upgrades: []").upgrades()).isEmpty();
        assertThat(Documents.rule("timeouts: {tunnelIdle: 10m}").timeouts().tunnelIdle())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void fillsInTheDefaultsOfAMatch() {
        RuleSpec rule = Documents.rule(
                "matches:", "  - {}", "  - path: {}", "  - path: {value: /a}", "  - headers: [{name: a, value: b}]");
        PathSpec any = new PathSpec(PathSpec.Type.PATH_PREFIX, "/");
        assertThat(rule.matches())
                .extracting(MatchSpec::path)
                .containsExactly(any, any, new PathSpec(PathSpec.Type.PATH_PREFIX, "/a"), any);
        assertThat(rule.matches().get(3).headers())
                .containsExactly(new ValueMatchSpec(ValueMatchSpec.Type.EXACT, "a", "b"));
    }

    @Test
    void fillsInTheDefaultsOfListenerTls() {
        GatewaySpec spec = Documents.parsed("""
                listeners:
                  - name: web
                    port: 8443
                    protocol: HTTPS
                    tls: {certificates: [{certificateFile: a, keyFile: b}], clientValidation: {caFile: c}}
                allowEmpty: true
                """).spec();
        assertThat(spec.listeners().get(0).tls())
                .isEqualTo(new ListenerTlsSpec(
                        List.of(new CertificateSpec("a", "b")),
                        new ClientValidationSpec("c", ClientValidationSpec.Mode.ALLOW_VALID_ONLY),
                        List.of("h2", "http/1.1"),
                        "TLSv1.2",
                        List.of()));
    }

    @Test
    void fillsInTheDefaultsOfStickinessAndRetry() {
        assertThat(Documents.rule("sticky: {cookie: {name: side}}", "retry: {attempts: 5}"))
                .extracting(RuleSpec::sticky, RuleSpec::retry)
                .containsExactly(
                        new StickySpec.Cookie("side", Duration.ZERO, false), new RetrySpec(5, Set.of(), Duration.ZERO));
        assertThat(Documents.rule("sticky: {header: x-user}").sticky()).isEqualTo(new StickySpec.Header("x-user"));
    }

    @Test
    void boundsAnAttemptByTheRequestWhereOnlyThatIsSet() {
        Duration usual = TimeoutsSpec.DEFAULT.backendRequest();
        assertThat(Documents.rule("timeouts: {request: 10s}").timeouts().backendRequest())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(Documents.rule("timeouts: {request: 1h}").timeouts().backendRequest())
                .isEqualTo(usual);
        assertThat(Documents.rule("timeouts: {request: 0s}").timeouts().backendRequest())
                .isEqualTo(usual);
    }

    @Test
    void takesAnAttemptWithoutLimitInsideARequestWithOne() {
        assertThat(Documents.rule("timeouts: {request: 1s, backendRequest: 0s}").timeouts())
                .isEqualTo(new TimeoutsSpec(
                        Duration.ofSeconds(1), Duration.ZERO, Duration.ofMinutes(5), Duration.ofHours(1)));
    }

    @Test
    void addsUpThePartsOfADuration() {
        assertThat(Documents.rule("timeouts: {streamIdle: 1h2m3s4ms}")
                        .timeouts()
                        .streamIdle())
                .isEqualTo(Duration.ofMillis(3_723_004));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://[2001:db8::1]:443", "https://[::ffff:10.0.0.1]:443", "https://10.0.0.1:1"})
    void takesAddressesAsEndpoints(String endpoint) {
        EndpointSpec read = endpointOf(endpoint);
        assertThat(endpoint).isEqualTo("https://" + shown(read.host()) + ":" + read.port());
    }

    @Test
    void takesTheSystemsTrust() {
        BackendTlsSpec tls = backend("https://shop:443", "tls: {wellKnownCACertificates: System}")
                .tls();
        assertThat(tls).isEqualTo(new BackendTlsSpec(null, true, null, null, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/(v1|v2)/.*", "[a-z]{8}-[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{12}", "/a{2}(b{3}){4}"})
    void takesSmallRegularExpressions(String regex) {
        RuleSpec rule = Documents.rule("matches: [{path: {type: RegularExpression, value: '" + regex + "'}}]");
        assertThat(rule.matches().get(0).path()).isEqualTo(new PathSpec(PathSpec.Type.REGULAR_EXPRESSION, regex));
    }

    @Test
    void takesWordsThatOlderYamlReadsAsBooleans() {
        RuleSpec rule = Documents.rule("matches: [{headers: [{name: x-norway, value: no}]}]");
        assertThat(rule.matches().get(0).headers().get(0).value()).isEqualTo("no");
    }

    @Test
    void takesListenersOnOnePortThatDifferInHostnameOnly() {
        assertThat(Documents.parsed("""
                        listeners:
                          - {name: a, port: 8080, protocol: HTTP}
                          - {name: b, port: 8080, protocol: HTTP, hostname: a.example.com}
                          - {name: c, port: 8080, protocol: HTTP, hostname: "*.example.com"}
                        allowEmpty: true
                        """).spec().listeners()).hasSize(3);
    }

    @Test
    void takesAsManyItemsAsTheGatewayApiAndNotOneMore() {
        assertThat(Documents.parse(Documents.withRule("matches: [" + copies("{method: GET}", 64) + "]")))
                .isInstanceOf(ParseResult.Parsed.class);
        assertThat(Documents.refused(Documents.withRule("matches: [" + copies("{method: GET}", 65) + "]")))
                .extracting(Violation::found)
                .containsExactly("a list of 65");
        String rules = "\n      - {matches: [" + copies("{}", 43) + "], backendRefs: [{name: shop}]}";
        assertThat(Documents.refused(Documents.SMALL + rules.repeat(3)))
                .extracting(Violation::message)
                .containsExactly("routes[0].rules: found 129 matches, allowed: at most 128 in all rules of a route");
    }

    @Test
    void warnsOfWhatIsAllowedButDoubtful() {
        String document = Documents.withRule("retry: {attempts: 1}")
                + "      - {matches: [{path: {value: /a}}]}\n"
                + "      - {matches: [{path: {value: /b}}], backendRefs: [{name: shop, weight: 0}]}\n";
        assertThat(Documents.parsed(document).warnings())
                .extracting(Violation::field)
                .containsExactly(
                        "backends[0].endpoints[0]",
                        "routes[0].rules[0].retry",
                        "routes[0].rules[1].backendRefs",
                        "routes[0].rules[2].backendRefs");
    }

    @Test
    void warnsOfAHostnameThatNoListenerHasWhileAnotherIsServed() {
        String document = Documents.SMALL
                .replace("protocol: HTTP", "protocol: HTTP, hostname: \"*.a.org\"")
                .replace("http://", "https://")
                .replace("\"]}", "\"], tls: {caFile: ca.crt}}")
                .replace("name: all\n", "name: all\n    hostnames: [b.a.org, a.org, \"*.org\", \"*.b.a.org\"]\n");
        assertThat(Documents.parsed(document).warnings())
                .extracting(Violation::message)
                .containsExactly("routes[0].hostnames[1]: found \"a.org\", which none of the route's listeners serves,"
                        + " allowed: better a hostname that meets a listener's: this one is ignored");
    }

    private static String copies(String item, int count) {
        return IntStream.range(0, count).mapToObj(i -> item).collect(Collectors.joining(", "));
    }

    private static String shown(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static EndpointSpec endpointOf(String endpoint) {
        return backend(endpoint, "tls: {caFile: ca.crt}").endpoints().get(0);
    }

    private static BackendSpec backend(String endpoint, String more) {
        String document = Documents.SMALL.replace(
                "endpoints: [\"http://shop:8080\"]", "endpoints: [\"" + endpoint + "\"], " + more);
        return Documents.parsed(document).spec().backends().get(0);
    }
}
