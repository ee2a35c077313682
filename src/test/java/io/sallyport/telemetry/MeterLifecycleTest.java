package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeterLifecycleTest {

    private final Scrape scrape = new Scrape();
    private final GatewayMetrics metrics = new GatewayMetrics(scrape.registry(), 1_000);

    @Test
    void carriesMetersOverByEqualLabels() {
        RuleMeters first = metrics.rule("public", "reviews", "0");
        metrics.retainOnly(Set.of(first));
        exchange(first);

        RuleMeters again = metrics.rule("public", "reviews", "0");
        metrics.retainOnly(Set.of(again));
        exchange(again);

        assertThat(again).isSameAs(first);
        assertThat(requestsOf("reviews")).isEqualTo(2);
    }

    @Test
    void removesEverySeriesOfAnIdleRuleThatIsGone() {
        exchange(metrics.rule("public", "reviews", "0"));
        assertThat(scrape.ruleLines()).isNotEmpty();

        metrics.retainOnly(Set.of());

        assertThat(scrape.ruleLines()).isEmpty();
    }

    @Test
    void removesAHistogramThatSeveralMethodsShared() {
        RuleMeters gone = metrics.rule("public", "reviews", "0");
        for (String method : List.of("GET", "POST", "PUT")) {
            gone.begin();
            gone.end("v1", method, 200, Reason.NONE, 1);
        }
        assertThat(scrape.lines("sallyport_request_duration_seconds_count")).hasSize(1);

        metrics.retainOnly(Set.of());

        assertThat(scrape.ruleLines()).isEmpty();
    }

    @Test
    void keepsTheSeriesOfAGoneRuleUntilItsLastExchangeHasEnded() {
        RuleMeters gone = metrics.rule("public", "reviews", "0");
        gone.begin();
        gone.begin();
        metrics.retainOnly(Set.of());
        end(gone);
        assertThat(requestsOf("reviews")).isEqualTo(1);
        assertThat(inFlight("public")).isEqualTo(1);

        end(gone);

        assertThat(scrape.ruleLines()).isEmpty();
    }

    @Test
    void countsALateExchangeOfAnOldSnapshotAndForgetsItAfterwards() {
        RuleMeters gone = metrics.rule("public", "reviews", "0");
        exchange(gone);
        metrics.retainOnly(Set.of());

        gone.begin();
        assertThat(inFlight("public")).isEqualTo(1);
        end(gone);

        assertThat(scrape.ruleLines()).isEmpty();
    }

    @Test
    void revivesARuleThatComesBackWhileItsExchangeRuns() {
        RuleMeters rule = metrics.rule("public", "reviews", "0");
        exchange(rule);
        rule.begin();
        metrics.retainOnly(Set.of());

        assertThat(metrics.rule("public", "reviews", "0")).isSameAs(rule);
        metrics.retainOnly(Set.of(rule));
        end(rule);

        assertThat(requestsOf("reviews")).isEqualTo(2);
    }

    @Test
    void sharesTheSeriesOfOldAndNewMetersWithEqualLabels() {
        RuleMeters old = metrics.rule("public", "reviews", "0");
        metrics.retainOnly(Set.of());
        RuleMeters fresh = metrics.rule("public", "reviews", "0");
        metrics.retainOnly(Set.of(fresh));
        exchange(fresh);
        old.begin();
        assertThat(inFlight("public")).isEqualTo(1);
        end(old);

        assertThat(fresh).isNotSameAs(old);
        assertThat(requestsOf("reviews")).isEqualTo(2);
        assertThat(scrape.lines("sallyport_requests_total{")).hasSize(1);
    }

    @Test
    void bringsBackMetersThatHadLeft() {
        RuleMeters old = metrics.rule("public", "reviews", "0");
        metrics.retainOnly(Set.of());
        RuleMeters fresh = metrics.rule("public", "reviews", "0");
        metrics.retainOnly(Set.of(old));
        exchange(fresh);

        exchange(old);
        assertThat(metrics.rule("public", "reviews", "0")).isSameAs(old);
        assertThat(requestsOf("reviews")).isEqualTo(1);
        metrics.retainOnly(Set.of());

        assertThat(scrape.ruleLines()).isEmpty();
    }

    @Test
    void keepsHistogramsThatAnotherListenerStillUses() {
        RuleMeters one = metrics.rule("public", "reviews", "0");
        RuleMeters other = metrics.rule("private", "reviews", "0");
        exchange(one);
        exchange(other);
        metrics.retainOnly(Set.of(other));

        assertThat(scrape.lines("sallyport_requests_total{")).hasSize(1);
        assertThat(scrape.lines("sallyport_requests_in_flight"))
                .containsExactly("sallyport_requests_in_flight{listener=\"private\",} 0.0");
        assertThat(scrape.sum("sallyport_request_duration_seconds_count", Map.entry("route", "reviews")))
                .isEqualTo(2);
    }

    @Test
    void countsNoAttemptThatEndsAfterItsRuleHasLeft() {
        RuleMeters gone = metrics.rule("public", "reviews", "0");
        exchange(gone);
        metrics.retainOnly(Set.of());

        gone.attempt("v1", 200, 1);
        gone.attempt("v2", 200, 1);
        gone.retried("v2");

        assertThat(scrape.ruleLines()).isEmpty();
    }

    @Test
    void neverRetiresWhatMetNoListener() {
        RuleMeters none = metrics.rule("none", "none", "none");
        exchange(none);

        metrics.retainOnly(Set.of());

        assertThat(metrics.rule("none", "none", "none")).isSameAs(none);
        assertThat(requestsOf("none")).isEqualTo(1);
    }

    @Test
    void leavesOtherRulesUntouchedByASwap() {
        RuleMeters kept = metrics.rule("public", "kept", "0");
        exchange(kept);
        List<String> before = scrape.ruleLines();
        exchange(metrics.rule("public", "gone", "0"));

        metrics.retainOnly(Set.of(kept));

        assertThat(scrape.ruleLines()).isEqualTo(before);
    }

    private double requestsOf(String route) {
        return scrape.sum("sallyport_requests_total", Map.entry("route", route));
    }

    private double inFlight(String listener) {
        return scrape.sum("sallyport_requests_in_flight", Map.entry("listener", listener));
    }

    private static void exchange(RuleMeters rule) {
        rule.begin();
        rule.attempt("v1", 503, 1);
        rule.retried("v1");
        end(rule);
    }

    private static void end(RuleMeters rule) {
        rule.end("v1", "GET", 200, Reason.NONE, 1);
    }
}
