package io.sallyport.monitoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The PrometheusRule as it is shipped. */
record AlertRules(PrometheusRule manifest) {

    private static final Path FILE = Dashboard.DIRECTORY.resolve("prometheusrule.yaml");
    private static final YAMLMapper YAML = new YAMLMapper();

    static AlertRules read() {
        try {
            return new AlertRules(YAML.readValue(Files.readString(FILE), PrometheusRule.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Rule> all() {
        return manifest.getSpec().getGroups().stream()
                .flatMap(group -> group.getRules().stream())
                .toList();
    }

    List<Rule> alerts() {
        return all().stream().filter(rule -> rule.getAlert() != null).toList();
    }

    static String expression(Rule rule) {
        return rule.getExpr().getStrVal();
    }

    /** As Prometheus reads it. */
    static void write(Path file) throws IOException {
        YAML.writeValue(file.toFile(), YAML.readTree(FILE.toFile()).path("spec"));
    }

    /** The same with the summaries as only annotations: promtool compares all of them word by word. */
    static void writeWithSummaries(Path file) throws IOException {
        var spec = YAML.readTree(FILE.toFile()).path("spec");
        spec.findValues("annotations").forEach(each -> ((ObjectNode) each).retain("summary"));
        YAML.writeValue(file.toFile(), spec);
    }
}
