package io.sallyport.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.monitoring.PromQl.Matcher;
import io.sallyport.monitoring.PromQl.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void findsMetricsLabelsAndGroupings() {
        PromQl found =
                PromQl.of("histogram_quantile(0.9, sum by (route, le) (rate(a_bucket{code!=\"5xx\",b=~\"{x}|y\"}[5m])))"
                        + " / on (pod) group_left () level:c:rate1h offset 1d and d > 14.4 * 0.001 unless 0 * time()");

        assertThat(found.selectors())
                .containsExactly(
                        new Selector(
                                "a_bucket", List.of(new Matcher("code", "!=", "5xx"), new Matcher("b", "=~", "{x}|y"))),
                        new Selector("level:c:rate1h", List.of()),
                        new Selector("d", List.of()));
        assertThat(found.grouping()).containsExactly("le", "pod", "route");
    }
}
