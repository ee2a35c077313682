package io.sallyport.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The dashboard as it is shipped. */
record Dashboard(JsonNode root, String text) {

    static final Path DIRECTORY = Path.of("src/main/kubernetes/monitoring");
    static final Path FILE = DIRECTORY.resolve("dashboard/sallyport.json");

    static Dashboard read() {
        try {
            String text = Files.readString(FILE);
            return new Dashboard(JsonMapper.builder().build().readTree(text), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All panels but the headings of rows. */
    List<JsonNode> panels() {
        return stream(root.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    List<JsonNode> variables() {
        return stream(root.path("templating").path("list")).toList();
    }

    /** Each expression with the place where it stands. */
    List<Expression> expressions() {
        List<Expression> all = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                all.add(new Expression(
                        panel.path("title").asText() + " "
                                + target.path("refId").asText(),
                        target.path("expr").asText(),
                        target.path("legendFormat").asText()));
            }
        }
        for (JsonNode note : root.path("annotations").path("list")) {
            all.add(new Expression(
                    "annotation " + note.path("name").asText(),
                    note.path("expr").asText(),
                    note.path("textFormat").asText()));
        }
        return all;
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** @param legend where labels of the result are named, as {@code {{route}}} */
    record Expression(String place, String promQl, String legend) {

        /** With Grafana's variables filled in: everything, over the last minute. */
        String filled() {
            return promQl.replace("$__rate_interval", "1m")
                    .replace("$__range", "1m")
                    .replaceAll("\"\\$\\w+\"", "\".*\"");
        }
    }
}
