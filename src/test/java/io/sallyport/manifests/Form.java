package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.quarkus.runtime.configuration.DurationConverter;
import io.sallyport.cli.Settings;
import io.sallyport.config.GatewaySpec;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What one of the two forms brings to the cluster. */
enum Form {
    PASSTHROUGH("src/main/kubernetes"),
    REENCRYPT("src/main/kubernetes/overlays/reencrypt");

    private static final int MOST_BYTES = 1 << 20;

    private final Path directory;

    Form(String directory) {
        this.directory = Path.of(directory);
    }

    Path directory() {
        return directory;
    }

    List<ObjectNode> trees() throws IOException {
        return Kustomization.build(directory);
    }

    List<HasMetadata> objects() throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        for (ObjectNode tree : trees()) {
            objects.add(StrictModels.read(tree));
        }
        return objects;
    }

    /** The only object of its kind. */
    <T extends HasMetadata> T only(Class<T> kind) throws IOException {
        List<T> found =
                objects().stream().filter(kind::isInstance).map(kind::cast).toList();
        assertThat(found).as(kind.getSimpleName()).hasSize(1);
        return found.get(0);
    }

    ConfigMap configMap(String name) throws IOException {
        return objects().stream()
                .filter(object -> object instanceof ConfigMap
                        && object.getMetadata().getName().equals(name))
                .map(ConfigMap.class::cast)
                .findAny()
                .orElseThrow(() -> new AssertionError("no ConfigMap " + name));
    }

    PodSpec pod() throws IOException {
        return only(Deployment.class).getSpec().getTemplate().getSpec();
    }

    Container container() throws IOException {
        assertThat(pod().getContainers()).hasSize(1);
        return pod().getContainers().get(0);
    }

    Map<String, String> environment() throws IOException {
        return container().getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    /** The settings as the process reads them from its environment. */
    Settings settings() throws IOException {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new EnvConfigSource(environment(), 300))
                .withMapping(Settings.class)
                .build()
                .getConfigMapping(Settings.class);
    }

    /** The Secrets' volume. */
    ProjectedVolumeSource secrets() throws IOException {
        return pod().getVolumes().stream()
                .filter(volume -> volume.getProjected() != null)
                .findAny()
                .orElseThrow()
                .getProjected();
    }

    /** The paths at which the volume shows the Secrets' keys. */
    List<String> secretPaths() throws IOException {
        return secrets().getSources().stream()
                .flatMap(source -> source.getSecret().getItems().stream())
                .map(KeyToPath::getPath)
                .toList();
    }

    /** The document, which has no violation. */
    GatewaySpec document() throws IOException {
        String text = Objects.requireNonNull(configMap("sallyport").getData().get("gateway.yaml"));
        ParseResult result = new SpecParser().parse(text.getBytes(StandardCharsets.UTF_8), MOST_BYTES);
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
        return ((ParseResult.Parsed) result).document().spec();
    }
}
