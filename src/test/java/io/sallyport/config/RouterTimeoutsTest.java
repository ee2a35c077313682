package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTimeoutsTest {

    private static final String RULE = "routes[0].rules[0].timeouts";

    private static List<Violation> warnings(String document, String limit) {
        return RouterTimeouts.warnings(Documents.parsed(document), Durations.parse(limit));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{request: 31s} | .request: found a wait of 31s for an answer's head",
                "{request: 31s, backendRequest: 10s} | .request: found a wait of 31s for an answer's head",
                "{backendRequest: 40s} | .backendRequest: found a wait of 40s for an answer's head",
                "{backendRequest: 0s} | .backendRequest: found no limit to the wait for an answer's head",
                "{request: 10s, streamIdle: 31s} | .streamIdle: found a wait of 31s for the next byte of an answer",
                "{streamIdle: 0s} | .streamIdle: found no limit to the wait for the next byte of an answer",
            })
    void warnsOfAWaitThatTheRouterCutsOff(String timeouts, String message) {
        assertThat(warnings(Documents.withRule("timeouts: " + timeouts), "30s"))
                .extracting(Violation::message)
                .containsExactly(
                        RULE + message + ", allowed: better at most the router's timeout, 30s: it gives up then");
    }

    @Test
    void warnsOfAllTriesTogetherAndOfWhatHoldsWithoutAWord() {
        String tries = Documents.withRule("timeouts: {backendRequest: 10s}", "retry: {attempts: 2, backoff: 1s}");

        assertThat(warnings(tries, "31s"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.found()).startsWith("a wait of 32s"))
                .satisfies(warning -> assertThat(warning.kind()).isEqualTo(WarningKind.ROUTER_TIMEOUT));
        assertThat(warnings(Documents.SMALL, "29s"))
                .extracting(Violation::field)
                .containsExactly(RULE + ".request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeouts: {request: 30s} | 30s",
                "timeouts: {request: 10s, streamIdle: 30s} | 30s",
                "timeouts: {backendRequest: 15s} | 30s",
                "name: one | 30s",
                "name: one | 1h",
            })
    void saysNothingOfWhatEndsInTime(String rule, String limit) {
        assertThat(warnings(Documents.withRule(rule), limit)).isEmpty();
    }

    @Test
    void saysNothingOfARuleThatAnswersByItself() {
        String redirect = Documents.SMALL.replace(
                "backendRefs: [{name: shop}]", "filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]");

        assertThat(RouterTimeouts.warnings(Documents.parsed(redirect), Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void namesThePlaceInAnHttpRoute() {
        String document = Documents.SMALL + """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: pasted}
                spec:
                  parentRefs: [{name: outside}]
                  rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: shop}], timeouts: {request: 31s}}]
                """;
        assertThat(warnings(document, "30s"))
                .extracting(Violation::field)
                .containsExactly("documents[1].spec.rules[0].timeouts.request");
    }
}
