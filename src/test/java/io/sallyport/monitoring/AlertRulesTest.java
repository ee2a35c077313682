package io.sallyport.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The PrometheusRule is one that a cluster takes, and each alert says what to do. */
class AlertRulesTest {

    private final AlertRules rules = AlertRules.read();

    /** The model keeps what it does not know, instead of refusing it. */
    @Test
    void hasNoFieldThatAPrometheusRuleDoesNotHave() {
        PrometheusRule manifest = rules.manifest();
        assertThat(manifest.getApiVersion()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(manifest.getKind()).isEqualTo("PrometheusRule");
        assertThat(manifest.getMetadata().getName()).isEqualTo("sallyport");
        assertThat(manifest.getAdditionalProperties()).isEmpty();
        assertThat(manifest.getMetadata().getAdditionalProperties()).isEmpty();
        assertThat(manifest.getSpec().getAdditionalProperties()).isEmpty();
        assertThat(manifest.getSpec().getGroups())
                .allSatisfy(group -> assertThat(group.getAdditionalProperties()).isEmpty());
        assertThat(rules.all()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getAdditionalProperties()).isEmpty();
            assertThat(rule.getAlert() == null).isNotEqualTo(rule.getRecord() == null);
        });
    }

    @Test
    void eachAlertHasASeverityTextsAndASectionOfItsOwn() throws IOException {
        String guide = Files.readString(Path.of("docs/observe.md"));
        List<String> headings =
                guide.lines().filter(line -> line.startsWith("### ")).toList();

        assertThat(rules.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.getLabels().get("severity")).isIn("critical", "warning");
            assertThat(alert.getAnnotations()).containsOnlyKeys("summary", "description", "runbook");
            assertThat(alert.getAnnotations().values()).doesNotContain("");
            assertThat(alert.getAnnotations().get("runbook"))
                    .isEqualTo("docs/observe.md#" + alert.getAlert().toLowerCase(Locale.ROOT));
            assertThat(headings).contains("### " + alert.getAlert());
        });
        assertThat(headings.stream().filter(heading -> heading.startsWith("### Sallyport")))
                .as("sections for alerts that there are not")
                .hasSize(rules.alerts().size());
    }

    @Test
    void eachAlertIsMadeToFireAndToRest() throws IOException {
        Set<String> fires = new TreeSet<>();
        Set<String> rests = new TreeSet<>();
        for (Path cases : PromtoolTest.CASES) {
            for (JsonNode list : new YAMLMapper().readTree(cases.toFile()).findValues("alert_rule_test")) {
                for (JsonNode each : list) {
                    (each.path("exp_alerts").isEmpty() ? rests : fires)
                            .add(each.path("alertname").asText());
                }
            }
        }

        Set<String> alerts = rules.alerts().stream().map(Rule::getAlert).collect(Collectors.toSet());
        assertThat(fires).isEqualTo(alerts);
        assertThat(rests).isEqualTo(alerts);
    }
}
