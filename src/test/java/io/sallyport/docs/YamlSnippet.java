package io.sallyport.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sallyport.docs.Page.Block;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A YAML block of a page, and what it is a part of: its first key tells.
 *
 * @param tree its first YAML document
 */
record YamlSnippet(Block block, Kind kind, JsonNode tree) {

    private static final YAMLMapper MAPPER = new YAMLMapper();
    private static final Set<String> OF_DOCUMENT = Set.of("listeners", "backends", "routes", "sessions", "allowEmpty");

    enum Kind {
        /** The gateway's document, or some of its keys. */
        DOCUMENT,
        /** Some keys of a rule, or the rules of a route. */
        RULE,
        /** Requests with what is to become of them. */
        REQUEST_TABLE,
        /** An object of Kubernetes. */
        KUBERNETES
    }

    static List<YamlSnippet> all() {
        return Page.all().stream()
                .flatMap(page -> page.blocks("yaml"))
                .map(YamlSnippet::of)
                .toList();
    }

    private static YamlSnippet of(Block block) {
        JsonNode tree = read(block.text());
        Kind kind = Kind.RULE;
        if (tree.isArray()) {
            kind = Kind.REQUEST_TABLE;
        } else if (tree.has("apiVersion")) {
            kind = Kind.KUBERNETES;
        } else if (OF_DOCUMENT.contains(tree.fieldNames().next())) {
            kind = Kind.DOCUMENT;
        }
        return new YamlSnippet(block, kind, tree);
    }

    private static JsonNode read(String yaml) {
        try {
            return MAPPER.readTree(yaml);
        } catch (IOException e) {
            throw new AssertionError(yaml, e);
        }
    }

    /** A whole document that has the snippet in it. */
    String document() {
        if (tree.has("rules")) {
            return listeners() + backends() + "routes:\n  - name: all\n"
                    + block.text().stripTrailing().stripIndent().indent(4);
        }
        return kind == Kind.RULE
                ? sessions() + listeners() + backends() + "routes:\n  - name: all\n    rules:\n      -\n"
                        + block.text().stripTrailing().stripIndent().indent(8)
                : missing() + block.text();
    }

    /** The keys that the snippet leaves out; they come first, for HTTPRoutes may follow it. */
    private String missing() {
        return (tree.has("listeners") ? "" : listeners())
                + (tree.has("backends") ? "" : backends())
                + (tree.has("routes") || tree.has("allowEmpty") || block.text().contains("\n---\n")
                        ? ""
                        : "allowEmpty: true\n");
    }

    private String sessions() {
        return tree.has("sessionPersistence") ? "sessions: {keyFiles: [sessions/key]}\n" : "";
    }

    private static String listeners() {
        return "listeners:\n  - {name: public, port: 8080, protocol: HTTP}\n";
    }

    private String backends() {
        Set<String> names = new TreeSet<>();
        tree.findValues("backendRefs")
                .forEach(refs -> refs.forEach(ref -> names.add(ref.path("name").asText())));
        tree.findValues("backendRef").forEach(ref -> names.add(ref.path("name").asText()));
        return names.stream()
                .map(name -> "{name: " + name + ", endpoints: [\"http://" + name + ":8080\"]}")
                .collect(Collectors.joining(", ", "backends: [", "]\n"));
    }

    @Override
    public String toString() {
        return block.toString();
    }
}
