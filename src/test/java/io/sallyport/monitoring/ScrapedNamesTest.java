package io.sallyport.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sallyport.docs.Page;
import io.sallyport.e2e.GatewayProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every metric, label and label value that dashboard and rules name is in the scrape of a gateway with traffic on it. */
@QuarkusTest
@QuarkusTestResource(GatewayProcess.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class ScrapedNamesTest {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern LABEL_IN_TEXT = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");
    private static final Pattern VARIABLE_QUERY = Pattern.compile("label_values\\((.+), (\\w+)\\)");
    /** What Prometheus adds to each sample of a ServiceMonitor's target. */
    private static final Set<String> TARGET =
            Set.of("namespace", "pod", "job", "instance", "service", "endpoint", "container");

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private final Map<String, Map<String, Set<String>>> scraped = new HashMap<>();

    @BeforeEach
    void scrape() {
        ObservedGateway gateway = new ObservedGateway(management);
        gateway.round();
        SAMPLE.matcher(gateway.scrape()).results().forEach(sample -> {
            Map<String, Set<String>> labels = scraped.computeIfAbsent(sample.group(1), name -> new HashMap<>());
            LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                    .results()
                    .forEach(label -> labels.computeIfAbsent(label.group(1), name -> new HashSet<>())
                            .add(label.group(2)));
        });
        // Prometheus makes this one itself.
        scraped.put("up", Map.of());
    }

    @Test
    void theDashboardNamesWhatIsThere() {
        Dashboard dashboard = Dashboard.read();
        assertThat(dashboard.expressions()).isNotEmpty();
        for (Dashboard.Expression each : dashboard.expressions()) {
            check(each.place(), each.promQl(), each.legend());
        }
        for (var variable : dashboard.variables()) {
            var query = VARIABLE_QUERY.matcher(variable.path("definition").asText());
            if (query.matches()) {
                check(variable.path("name").asText(), query.group(1), "{{" + query.group(2) + "}}");
            }
        }
    }

    @Test
    void theRulesNameWhatIsThere() {
        AlertRules rules = AlertRules.read();
        for (Rule rule : rules.all()) {
            if (rule.getRecord() != null) {
                check(rule.getRecord(), AlertRules.expression(rule), "");
                scraped.put(rule.getRecord(), Map.of("route", Set.of()));
            }
        }
        for (Rule alert : rules.alerts()) {
            String texts = String.join(" ", alert.getAnnotations().values());
            check(alert.getAlert(), AlertRules.expression(alert), texts);
        }
    }

    /** Its examples name routes and rules that a reader has, and this gateway has not. */
    @Test
    void theGuidesQueriesNameWhatIsThere() {
        AlertRules.read().all().stream()
                .filter(rule -> rule.getRecord() != null)
                .forEach(rule -> scraped.put(rule.getRecord(), Map.of("route", Set.of())));
        List<String> queries = Page.of(Path.of("docs", "observe.md"))
                .blocks("promql")
                .flatMap(block -> block.text().lines())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        assertThat(queries).hasSizeGreaterThan(5);
        queries.forEach(query -> check(query, query.replace("=\"", "=~\""), ""));
    }

    private void check(String place, String expression, String texts) {
        PromQl names = PromQl.of(expression);
        Set<String> known = new TreeSet<>(TARGET);
        for (PromQl.Selector selector : names.selectors()) {
            assertThat(scraped).as(place).containsKey(selector.metric());
            Map<String, Set<String>> labels = scraped.getOrDefault(selector.metric(), Map.of());
            known.addAll(labels.keySet());
            selector.matchers().stream()
                    .filter(matcher -> !TARGET.contains(matcher.label()))
                    .forEach(matcher -> {
                        assertThat(labels).as("%s: %s", place, selector).containsKey(matcher.label());
                        if (matcher.literal()) {
                            assertThat(labels.get(matcher.label()))
                                    .as("%s: %s", place, selector)
                                    .contains(matcher.value());
                        }
                    });
        }
        assertThat(known).as(place).containsAll(names.grouping());
        LABEL_IN_TEXT.matcher(texts).results().forEach(label -> assertThat(known)
                .as(place)
                .contains(label.group(1)));
    }
}
