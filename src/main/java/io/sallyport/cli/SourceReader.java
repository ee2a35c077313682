package io.sallyport.cli;

import io.fabric8.kubernetes.client.Config;
import io.sallyport.source.ConfigMapKey;
import io.sallyport.source.SourceSettings;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where the document comes from: a file or a ConfigMap, not both. */
final class SourceReader {

    /** RFC 1123's subdomain, as Kubernetes has it for names. */
    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

    private final Settings settings;
    private final SettingChecks checks;

    SourceReader(Settings settings, SettingChecks checks) {
        this.settings = settings;
        this.checks = checks;
    }

    SourceSettings read() {
        Path file = Path.of(settings.source().file().orElse(""));
        boolean ofFile = !file.toString().isBlank();
        String map = settings.source().configMap().orElse("");
        if (ofFile == !map.isBlank()) {
            checks.fault(
                    "source.file",
                    ofFile
                            ? "and sallyport.source.config-map are both set; a document has one source"
                            : "is not set, nor is sallyport.source.config-map; one of them names the document to run,"
                                    + " as does --file");
        }
        Path lastGood = settings.lastGood().directory().map(Path::of).orElse(null);
        return map.isBlank() ? new SourceSettings.OfFile(file, lastGood) : configMap(map, lastGood);
    }

    private SourceSettings configMap(String map, @Nullable Path lastGood) {
        Config access = Config.autoConfigure(null);
        String namespace = settings.source().namespace().orElse(access.getNamespace());
        if (namespace == null) {
            checks.fault("source.namespace", "is not set, and neither a pod's files nor a kubeconfig tell it");
            namespace = "";
        } else {
            matches("source.namespace", namespace, NAME);
        }
        matches("source.config-map", map, NAME);
        matches("source.key", settings.source().key(), KEY);
        String kept = settings.lastGood().configMap().orElse(map + "-last-good");
        matches("last-good.config-map", kept, NAME);
        if (kept.equals(map)) {
            checks.fault("last-good.config-map", "must be another than sallyport.source.config-map");
        }
        return new SourceSettings.OfConfigMap(
                access,
                new ConfigMapKey(namespace, map, settings.source().key()),
                kept,
                lastGood,
                settings.events().enabled());
    }

    private void matches(String key, String value, Pattern allowed) {
        if (!allowed.matcher(value).matches()) {
            checks.fault(key, "must be a name as Kubernetes has it, was " + value);
        }
    }
}
