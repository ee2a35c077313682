package io.sallyport.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As much of kustomize as the manifests use, for builds where there is none; a key that is not known here fails.
 * {@link KubectlTest} compares what comes of it with kubectl's own.
 */
record Kustomization(
        String apiVersion,
        String kind,
        @Nullable String namespace,
        @Nullable List<String> resources,
        @Nullable List<Generator> configMapGenerator,
        @Nullable List<Patch> patches) {

    static final String FILE = "kustomization.yaml";

    private static final ObjectMapper YAML =
            new ObjectMapper(YAMLFactory.builder().build());

    record Generator(String name, List<String> files, Options options) {

        /** Paths by key: {@code key=path}, or a path whose last part is the key. */
        Map<String, String> pathsByKey() {
            Map<String, String> paths = new LinkedHashMap<>();
            for (String file : files) {
                String path = file.substring(file.indexOf('=') + 1);
                paths.put(file.equals(path) ? path.substring(path.lastIndexOf('/') + 1) : file.split("=")[0], path);
            }
            return paths;
        }
    }

    record Options(boolean disableNameSuffixHash, Map<String, String> labels) {}

    record Patch(Target target, String path) {}

    record Target(String kind, String name) {

        boolean names(ObjectNode object) {
            return object.path("kind").textValue().equals(kind)
                    && object.at("/metadata/name").textValue().equals(name);
        }
    }

    /** The objects that {@code kubectl apply -k DIRECTORY} would send. */
    static List<ObjectNode> build(Path directory) throws IOException {
        return YAML.readValue(directory.resolve(FILE).toFile(), Kustomization.class)
                .objects(directory);
    }

    /** What the file names, as paths. */
    static List<String> files(Path file) throws IOException {
        Kustomization read = YAML.readValue(file.toFile(), Kustomization.class);
        List<String> names = new ArrayList<>(orNone(read.resources));
        orNone(read.configMapGenerator)
                .forEach(generator -> names.addAll(generator.pathsByKey().values()));
        orNone(read.patches).forEach(patch -> names.add(patch.path()));
        return names.stream()
                .map(name -> file.resolveSibling(name).normalize().toString())
                .toList();
    }

    static List<ObjectNode> read(String yaml) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
            YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(parser).forEachRemaining(objects::add);
        }
        return objects;
    }

    private List<ObjectNode> objects(Path directory) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        for (String resource : orNone(resources)) {
            Path path = directory.resolve(resource).normalize();
            objects.addAll(Files.isDirectory(path) ? build(path) : read(Files.readString(path)));
        }
        for (Generator generator : orNone(configMapGenerator)) {
            objects.add(generate(generator, directory));
        }
        for (Patch patch : orNone(patches)) {
            apply(patch, directory, objects);
        }
        if (namespace != null) {
            objects.forEach(object -> move(object, namespace));
        }
        return objects;
    }

    private static ObjectNode generate(Generator generator, Path directory) throws IOException {
        if (!generator.options().disableNameSuffixHash()) {
            throw new IllegalStateException("the ConfigMap " + generator.name() + " would not keep its name");
        }
        ObjectNode object = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata")
                .put("name", generator.name())
                .set("labels", YAML.valueToTree(generator.options().labels()));
        ObjectNode data = object.putObject("data");
        for (var file : generator.pathsByKey().entrySet()) {
            data.put(file.getKey(), Files.readString(directory.resolve(file.getValue())));
        }
        return object;
    }

    private static void apply(Patch patch, Path directory, List<ObjectNode> objects) throws IOException {
        JsonNode operations = YAML.readTree(directory.resolve(patch.path()).toFile());
        int index = 0;
        while (!patch.target().names(objects.get(index))) {
            index++;
        }
        objects.set(index, (ObjectNode) JsonPatch.apply((ArrayNode) operations, objects.get(index)));
    }

    private static void move(ObjectNode object, String namespace) {
        object.withObject("/metadata").put("namespace", namespace);
        for (JsonNode subject : object.path("subjects")) {
            if (!subject.has("namespace")) {
                ((ObjectNode) subject).put("namespace", namespace);
            }
        }
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
