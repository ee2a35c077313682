package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exchanges on several threads while documents come and go. */
@Timeout(60)
class MeterRaceTest {

    private static final int THREADS = 4;
    private static final int EXCHANGES = 20_000;

    private final Scrape scrape = new Scrape();
    private final GatewayMetrics metrics = new GatewayMetrics(scrape.registry(), 10_000);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private volatile RuleMeters current = metrics.rule("public", "even", "0");
    private volatile boolean over;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void losesNoExchangeOfARuleThatIsInUseWhileItComesAndGoes() throws Exception {
        RuleMeters rule = current;
        rule.begin();
        List<Future<?>> traffic = onAllThreads(() -> {
            for (int i = 0; i < EXCHANGES; i++) {
                rule.begin();
                rule.end("v" + i % 40, "GET", 200, Reason.NONE, 1);
            }
            return null;
        });
        while (!traffic.stream().allMatch(Future::isDone)) {
            metrics.retainOnly(Set.of());
            metrics.retainOnly(Set.of(metrics.rule("public", "even", "0")));
        }
        finish(traffic);

        assertThat(scrape.sum("sallyport_requests_total", Map.entry("route", "even")))
                .isEqualTo(THREADS * EXCHANGES);
        assertThat(scrape.lines("sallyport_requests_in_flight"))
                .containsExactly("sallyport_requests_in_flight{listener=\"public\",} 1.0");
    }

    @Test
    void seesEveryExchangeThatRunsOnARetiredRule() throws Exception {
        RuleMeters rule = current;
        metrics.retainOnly(Set.of());
        List<Future<?>> traffic = onAllThreads(() -> {
            for (int i = 0; i < EXCHANGES; i++) {
                rule.begin();
                assertThat(inFlight()).isGreaterThanOrEqualTo(1);
                rule.end("v1", "GET", 200, Reason.NONE, 1);
            }
            return null;
        });
        finish(traffic);

        assertThat(scrape.ruleLines()).isEmpty();
    }

    @Test
    void leavesNothingBehindAfterManySwapsUnderLoad() throws Exception {
        List<Future<?>> traffic = onAllThreads(() -> {
            while (!over) {
                RuleMeters rule = current;
                rule.begin();
                rule.attempt("v1", 200, 1);
                rule.retried("v1");
                rule.end("v1", "GET", 200, Reason.NONE, 1);
            }
            return null;
        });
        for (int i = 0; i < 5_000; i++) {
            RuleMeters next = metrics.rule("public", i % 2 == 0 ? "odd" : "even", "0");
            current = next;
            metrics.retainOnly(Set.of(next));
        }
        over = true;
        finish(traffic);
        RuleMeters last = current;
        assertThat(metrics.rule("public", "even", "0")).isSameAs(last);
        metrics.retainOnly(Set.of());

        assertThat(scrape.ruleLines()).isEmpty();
        assertThat(scrape.lines("sallyport_metrics_overflow_total"))
                .containsExactly("sallyport_metrics_overflow_total 0.0");
    }

    private double inFlight() {
        Double value = scrape.registry()
                .getPrometheusRegistry()
                .getSampleValue("sallyport_requests_in_flight", new String[] {"listener"}, new String[] {"public"});
        return value == null ? -1 : value;
    }

    private List<Future<?>> onAllThreads(Callable<?> work) {
        List<Future<?>> started = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            started.add(threads.submit(work));
        }
        return started;
    }

    private static void finish(List<Future<?>> started) throws Exception {
        for (Future<?> each : started) {
            each.get();
        }
    }
}
