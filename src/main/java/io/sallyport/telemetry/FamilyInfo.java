package io.sallyport.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.List;

/** What stands above a family's series in a scrape; {@code name} is the full name, with its {@code _total} or {@code _info}. */
record FamilyInfo(String name, Collector.Type type, String help, List<String> labelNames) {

    private static final String INFO = "_info";

    FamilyInfo {
        labelNames = List.copyOf(labelNames);
    }

    static FamilyInfo counter(String name, String help, String... labelNames) {
        return new FamilyInfo(name, Collector.Type.COUNTER, help, List.of(labelNames));
    }

    static FamilyInfo gauge(String name, String help, String... labelNames) {
        return new FamilyInfo(name, Collector.Type.GAUGE, help, List.of(labelNames));
    }

    static FamilyInfo histogram(String name, String help, String... labelNames) {
        return new FamilyInfo(name, Collector.Type.HISTOGRAM, help, List.of(labelNames));
    }

    static FamilyInfo info(String name, String help, String label) {
        return new FamilyInfo(name, Collector.Type.INFO, help, List.of(label));
    }

    Sample sample(List<String> labels, double value) {
        return new Sample(name, labelNames, labels, value);
    }

    /** The client library adds {@code _info} again; of {@code _total} it takes care itself. */
    MetricFamilySamples with(List<Sample> samples) {
        boolean info = type == Collector.Type.INFO;
        return new MetricFamilySamples(
                info ? name.substring(0, name.length() - INFO.length()) : name, type, help, samples);
    }

    MetricFamilySamples with(double value) {
        return with(List.of(sample(List.of(), value)));
    }
}
