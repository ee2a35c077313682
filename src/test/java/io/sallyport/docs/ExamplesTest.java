package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.docs.YamlSnippet.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each field that the JSON Schema knows is shown in an example of the documentation. */
class ExamplesTest {

    private final JsonNode schema =
            new ObjectMapper().readTree(Path.of("config", "gateway.schema.json").toFile());
    private final Set<String> known = new TreeSet<>();
    private final Set<String> shown = new TreeSet<>();
    private final Set<String> entered = new HashSet<>();

    ExamplesTest() throws IOException {}

    @Test
    void everyFieldHasAnExample() {
        know("document", schema);
        for (YamlSnippet snippet : YamlSnippet.all()) {
            if (snippet.kind() == Kind.DOCUMENT) {
                see("document", schema, snippet.tree());
            } else if (snippet.kind() == Kind.ROUTE) {
                see("RouteSpec", schema.at("/definitions/RouteSpec"), snippet.tree());
            } else if (snippet.kind() == Kind.RULE) {
                see("RuleSpec", schema.at("/definitions/RuleSpec"), snippet.tree());
            }
        }
        assertThat(known).hasSizeGreaterThan(80);
        known.removeAll(shown);
        assertThat(known).as("fields without an example").isEmpty();
    }

    private void know(String name, JsonNode object) {
        if (object.has("properties") && entered.add(name)) {
            for (Map.Entry<String, JsonNode> property : object.get("properties").properties()) {
                known.add(name + "." + property.getKey());
                Place place = place(name, property.getKey(), property.getValue());
                know(place.name(), place.schema());
            }
        }
    }

    private void see(String name, JsonNode object, JsonNode value) {
        if (value.isArray()) {
            value.forEach(item -> see(name, object, item));
            return;
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode property = object.path("properties").path(field.getKey());
            if (!property.isMissingNode()) {
                shown.add(name + "." + field.getKey());
                Place place = place(name, field.getKey(), property);
                see(place.name(), place.schema(), field.getValue());
            }
        }
    }

    /** The schema of an object, or of a list's items, under the name of its definition if it has one. */
    private record Place(String name, JsonNode schema) {}

    private Place place(String parent, String key, JsonNode property) {
        JsonNode content = property.has("items") ? property.get("items") : property;
        JsonNode first = content.has("allOf") ? content.get("allOf").get(0) : content;
        String reference = first.path("$ref").asText();
        return reference.isEmpty()
                ? new Place(parent + "." + key, first)
                : new Place(reference.substring(reference.lastIndexOf('/') + 1), schema.at(reference.substring(1)));
    }
}
