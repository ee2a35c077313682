package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every field of every manifest is one that the API knows. */
class StrictModelsTest {

    private static final String UNKNOWN = "notAField";

    /** Fields whose keys are free. */
    private static final Set<String> MAPS =
            Set.of("annotations", "data", "labels", "limits", "matchLabels", "requests", "selector");

    @ParameterizedTest
    @EnumSource
    void eachObjectIsReadWhole(Form form) throws IOException {
        assertThat(form.objects()).hasSizeGreaterThanOrEqualTo(12);
    }

    /** The test of the test, for each place in which a field may stand. */
    @ParameterizedTest
    @EnumSource
    void anUnknownFieldIsRefusedAtAnyDepth(Form form) throws IOException {
        for (ObjectNode object : form.trees()) {
            int places = refuseIn(object, object, "");
            assertThat(places).as(object.path("kind").asText()).isPositive();
        }
    }

    private static int refuseIn(ObjectNode root, JsonNode node, String name) {
        int places = 0;
        if (node instanceof ObjectNode object && !isMap(root, name)) {
            object.put(UNKNOWN, "x");
            assertThatThrownBy(() -> StrictModels.read(root))
                    .as(root.path("kind").asText() + " " + name)
                    .isInstanceOf(UnrecognizedPropertyException.class)
                    .hasMessageContaining(UNKNOWN);
            object.remove(UNKNOWN);
            places++;
        }
        for (var field : node.properties()) {
            places += refuseIn(root, field.getValue(), field.getKey());
        }
        for (JsonNode item : node.isArray() ? node : root.arrayNode()) {
            places += refuseIn(root, item, name);
        }
        return places;
    }

    /** A Service's selector is a map, a ServiceMonitor's is not. */
    private static boolean isMap(ObjectNode root, String name) {
        return MAPS.contains(name)
                && (!name.equals("selector") || root.path("kind").asText().equals("Service"));
    }
}
