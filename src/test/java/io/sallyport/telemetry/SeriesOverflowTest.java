package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesOverflowTest {

    /** The overflow slots, and room for two rules with one listener: a counter and a histogram each, one gauge. */
    private static final int ROOM_FOR_TWO = 32 + 2 * 15 + 1;

    private final Scrape scrape = new Scrape();
    private final GatewayMetrics metrics = new GatewayMetrics(scrape.registry(), ROOM_FOR_TWO);

    @Test
    void countsUnderOtherWhatFindsNoRoom() {
        for (int i = 0; i < 100; i++) {
            exchange("route" + i);
        }

        assertThat(scrape.lines("sallyport_requests_total{"))
                .containsExactlyInAnyOrder(requests("route0", 1), requests("route1", 1), OTHERS.formatted("98.0"));
        assertThat(scrape.lines("sallyport_requests_in_flight"))
                .containsExactly("sallyport_requests_in_flight{listener=\"public\",} 0.0");
        assertThat(scrape.sum("sallyport_request_duration_seconds_count", Map.entry("route", "other")))
                .isEqualTo(98);
        assertThat(scrape.lines("sallyport_metrics_overflow_total"))
                .containsExactly("sallyport_metrics_overflow_total 196.0");
    }

    @Test
    void neverShowsMoreSeriesThanTheLimit() {
        for (int i = 0; i < 100; i++) {
            RuleMeters rule = metrics.rule("listener" + i, "route" + i, "0");
            rule.begin();
            rule.attempt("v1", 200, 1);
            rule.retried("v1");
            rule.end("v1", "GET", 200, Reason.NONE, 1);
        }

        assertThat(scrape.ruleLines()).hasSizeLessThanOrEqualTo(ROOM_FOR_TWO);
    }

    @Test
    void keepsCountingAFullGatewaysKnownCombinations() {
        for (int round = 0; round < 3; round++) {
            for (String route : List.of("a", "b", "c")) {
                exchange(route);
            }
        }

        assertThat(scrape.lines("sallyport_requests_total{"))
                .containsExactlyInAnyOrder(requests("a", 3), requests("b", 3), OTHERS.formatted("3.0"));
        assertThat(scrape.lines("sallyport_metrics_overflow_total"))
                .containsExactly("sallyport_metrics_overflow_total 2.0");
    }

    @Test
    void givesTheRoomOfAGoneRuleToOneThatOverflowed() {
        exchange("a");
        exchange("b");
        RuleMeters crowded = exchange("c");

        metrics.retainOnly(Set.of(crowded));
        exchange("c");

        assertThat(scrape.lines("sallyport_requests_total{")).containsExactly(requests("c", 1));
    }

    @Test
    void sharesOneSeriesWithARouteThatIsNamedOther() {
        Set<RuleMeters> all = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            RuleMeters rule = metrics.rule("other", "other", "other");
            rule.begin();
            rule.end("other", "X", 0, Reason.NONE, 1);
            all.add(exchange("route" + i));
        }
        metrics.retainOnly(all);

        assertThat(scrape.text()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.substring(0, line.lastIndexOf(' '))))
                .doesNotHaveDuplicates();
    }

    private static final String OTHERS = "sallyport_requests_total{listener=\"other\",route=\"other\",rule=\"other\","
            + "backend=\"other\",method=\"other\",code=\"other\",reason=\"other\",} %s";

    private static String requests(String route, int count) {
        return "sallyport_requests_total{listener=\"public\",route=\"%s\",rule=\"0\",backend=\"v1\",".formatted(route)
                + "method=\"GET\",code=\"200\",reason=\"none\",} %d.0".formatted(count);
    }

    private RuleMeters exchange(String route) {
        RuleMeters rule = metrics.rule("public", route, "0");
        rule.begin();
        rule.end("v1", "GET", 200, Reason.NONE, 1);
        return rule;
    }
}
