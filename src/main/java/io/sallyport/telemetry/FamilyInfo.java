package io.sallyport.telemetry;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Collector.Type;
import java.util.List;

/** What stands above a family's series in a scrape; {@code name} is the full name, with its {@code _total} or {@code _info}. */
record FamilyInfo(String name, Type type, String help, List<String> labelNames) {

    private static final String INFO = "_info";

    FamilyInfo {
        labelNames = List.copyOf(labelNames);
    }

    static FamilyInfo of(String name, Type type, String help, String... labelNames) {
        return new FamilyInfo(name, type, help, List.of(labelNames));
    }

    Sample sample(List<String> labels, double value) {
        return new Sample(name, labelNames, labels, value);
    }

    /** The client library adds {@code _info} again; of {@code _total} it takes care itself. */
    MetricFamilySamples with(List<Sample> samples) {
        boolean info = type == Type.INFO;
        return new MetricFamilySamples(
                info ? name.substring(0, name.length() - INFO.length()) : name, type, help, samples);
    }

    MetricFamilySamples with(double value) {
        return with(List.of(sample(List.of(), value)));
    }
}
