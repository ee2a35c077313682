package io.sallyport.telemetry;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;

/** A registry, and what a scrape of it says. */
final class Scrape {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    PrometheusMeterRegistry registry() {
        return registry;
    }

    String text() {
        return registry.scrape();
    }

    /** The series whose name begins so, sorted. */
    List<String> lines(String prefix) {
        return text().lines().filter(line -> line.startsWith(prefix)).sorted().toList();
    }

    /** All series that rules have made. */
    List<String> ruleLines() {
        return text().lines()
                .filter(line -> line.contains("route=\"") || line.contains("listener=\""))
                .sorted()
                .toList();
    }

    /** The sum of all series of this name that have this label. */
    double sum(String name, Map.Entry<String, String> label) {
        String wanted = label.getKey() + "=\"" + label.getValue() + "\"";
        return lines(name + "{").stream()
                .filter(line -> line.contains(wanted))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
