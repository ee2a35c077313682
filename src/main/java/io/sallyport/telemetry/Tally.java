package io.sallyport.telemetry;

import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A number that many threads add to: a counter, or a gauge that goes up and down. */
final class Tally extends Series {

    private final LongAdder sum = new LongAdder();

    Tally(List<String> labels) {
        super(labels);
    }

    void add(long amount) {
        sum.add(amount);
    }

    @Override
    int width() {
        return 1;
    }

    @Override
    void sample(FamilyInfo family, List<Sample> into) {
        into.add(family.sample(labels(), (double) sum.sum()));
    }
}
