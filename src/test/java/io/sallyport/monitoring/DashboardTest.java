package io.sallyport.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard can be imported, and explains itself. */
class DashboardTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    private static final int COLUMNS = 24;

    private final Dashboard dashboard = Dashboard.read();

    @Test
    void hasNothingOfOneGrafanaInIt() {
        assertThat(dashboard.root().path("id").isNull()).isTrue();
        assertThat(dashboard.root().path("uid").asText()).isEqualTo("sallyport");
        // 38 is Grafana 10.0's; later ones bring it up to theirs.
        assertThat(dashboard.root().path("schemaVersion").asInt()).isEqualTo(38);
        assertThat(dashboard.root().findValues("datasource"))
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
    }

    @Test
    void eachPanelHasTitleDescriptionUnitAndQueries() {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            assertThat(panel.path("description").asText()).as(title).hasSizeGreaterThan(40);
            JsonNode defaults = panel.path("fieldConfig").path("defaults");
            assertThat(defaults.path("unit").asText()).as(title).isNotBlank();
            assertThat(defaults.path("thresholds").path("steps")).as(title).isNotEmpty();
            assertThat(panel.path("targets")).as(title).isNotEmpty();
            assertThat(panel.path("datasource").path("uid").asText()).as(title).isEqualTo("${datasource}");
        });
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndDoNotOverlap() {
        Set<String> cells = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.root().path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    int column = place.path("x").asInt() + x;
                    assertThat(column).isLessThan(COLUMNS);
                    assertThat(cells.add(column + ":" + (place.path("y").asInt() + y)))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theFirstRowIsRateErrorsDuration() {
        assertThat(dashboard.panels().stream().limit(3).map(panel -> panel.path("title")
                        .asText()))
                .containsExactly("Requests per second", "Error share", "Duration");
    }

    @Test
    void variablesAreUsedAndThoseUsedAreThere() {
        Set<String> defined = new TreeSet<>(Set.of("__rate_interval", "__range"));
        Set<String> used = new TreeSet<>();
        dashboard
                .variables()
                .forEach(variable -> defined.add(variable.path("name").asText()));
        for (JsonNode panel : dashboard.panels()) {
            VARIABLE.matcher(panel.toString()).results().forEach(match -> used.add(match.group(1)));
        }

        assertThat(defined).contains("datasource", "namespace", "route", "backend");
        assertThat(used).isEqualTo(defined);
    }

    @Test
    void isOneFileForImportAndForTheConfigMap() throws IOException {
        JsonNode kustomization = new YAMLMapper()
                .readTree(Dashboard.DIRECTORY.resolve("kustomization.yaml").toFile());
        JsonNode generator = kustomization.path("configMapGenerator").path(0);
        String file = generator.path("files").path(0).asText();

        assertThat(generator.path("name").asText()).isEqualTo("sallyport-dashboard");
        assertThat(Dashboard.DIRECTORY.resolve(file.substring(file.indexOf('=') + 1)))
                .isEqualTo(Dashboard.FILE);
        assertThat(generator.path("options").path("disableNameSuffixHash").asBoolean())
                .isTrue();
        assertThat(generator
                        .path("options")
                        .path("labels")
                        .path("grafana_dashboard")
                        .isTextual())
                .isTrue();
        assertThat(generator
                        .path("options")
                        .path("labels")
                        .path("grafana_dashboard")
                        .asText())
                .isEqualTo("1");
        List<String> resources = Dashboard.stream(kustomization.path("resources"))
                .map(JsonNode::asText)
                .toList();
        assertThat(resources).containsExactly("prometheusrule.yaml");
    }
}
