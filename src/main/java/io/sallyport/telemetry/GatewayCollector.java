package io.sallyport.telemetry;

import io.prometheus.client.Collector;
import java.util.List;
import java.util.function.Supplier;

/** All of the gateway's own families; one without series is left out of the scrape. */
final class GatewayCollector extends Collector implements Collector.Describable {

    private final List<Supplier<MetricFamilySamples>> families;

    GatewayCollector(List<Supplier<MetricFamilySamples>> families) {
        this.families = List.copyOf(families);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return families.stream()
                .map(Supplier::get)
                .filter(family -> !family.samples.isEmpty())
                .toList();
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return families.stream().map(Supplier::get).toList();
    }
}
