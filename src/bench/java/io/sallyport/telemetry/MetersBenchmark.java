package io.sallyport.telemetry;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** What counting one proxied exchange costs: in flight, its attempt, its end. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MetersBenchmark {

    private static final long MILLISECOND = 1_000_000;

    private final RuleMeters meters = new GatewayMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 20_000)
            .rule("public", "reviews", "0");

    @Benchmark
    public void oneEventLoop() {
        count();
    }

    /** The same rule on two event loops at once. */
    @Benchmark
    @Threads(2)
    public void twoEventLoops() {
        count();
    }

    private void count() {
        meters.begin();
        meters.attempt("reviews-v1", 200, 3 * MILLISECOND);
        meters.end("reviews-v1", "GET", 200, Reason.NONE, 4 * MILLISECOND);
    }
}
