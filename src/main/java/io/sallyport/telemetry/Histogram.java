package io.sallyport.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Durations counted in fixed buckets from 5 ms to 10 s; no maximum is kept. */
final class Histogram extends Series {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int[] BOUNDS_MILLIS = {5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000};
    private static final int BUCKETS = BOUNDS_MILLIS.length + 1;
    /** The buckets, the count and the sum. */
    static final int WIDTH = BUCKETS + 2;

    private final LongAdder[] buckets =
            Stream.generate(LongAdder::new).limit(BUCKETS).toArray(LongAdder[]::new);
    private final LongAdder sumNanos = new LongAdder();

    Histogram(List<String> labels) {
        super(labels);
    }

    void observe(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_MILLIS.length && nanos > BOUNDS_MILLIS[bucket] * 1_000_000L) {
            bucket++;
        }
        buckets[bucket].increment();
        sumNanos.add(nanos);
    }

    @Override
    int width() {
        return WIDTH;
    }

    /** The count is what the last bucket says, so that both agree while others still observe. */
    @Override
    void sample(FamilyInfo family, List<Sample> into) {
        List<String> names = and(family.labelNames(), "le");
        long count = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            count += buckets[bucket].sum();
            into.add(new Sample(family.name() + "_bucket", names, and(labels(), bound(bucket)), count));
        }
        into.add(new Sample(family.name() + "_count", family.labelNames(), labels(), count));
        into.add(new Sample(family.name() + "_sum", family.labelNames(), labels(), sumNanos.sum() / NANOS_PER_SECOND));
    }

    private static String bound(int bucket) {
        return bucket == BOUNDS_MILLIS.length ? "+Inf" : Collector.doubleToGoString(BOUNDS_MILLIS[bucket] / 1_000.0);
    }

    private static List<String> and(List<String> values, String last) {
        List<String> all = new ArrayList<>(values.size() + 1);
        all.addAll(values);
        all.add(last);
        return all;
    }
}
