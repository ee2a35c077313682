package io.sallyport.telemetry;

import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.List;

/** One combination of label values, with what was counted for it. It lives as long as somebody holds it. */
abstract sealed class Series permits Tally, Histogram {

    private final List<String> labels;
    /** Changed only inside an atomic operation of the family's map. */
    private int holders;

    Series(List<String> labels) {
        this.labels = labels;
    }

    final List<String> labels() {
        return labels;
    }

    final void hold() {
        holders++;
    }

    /** True if nobody holds it any more. */
    final boolean letGo() {
        return --holders == 0;
    }

    /** How many time series a scrape shows for it. */
    abstract int width();

    abstract void sample(FamilyInfo family, List<Sample> into);
}
