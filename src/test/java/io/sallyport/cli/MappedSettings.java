package io.sallyport.cli;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings as Quarkus maps them. */
final class MappedSettings {

    private static final int BEFORE_THAT_OF_SMALLRYE = 200;

    private MappedSettings() {}

    /** @param values by key without {@code sallyport.} */
    static Settings of(Map<String, String> values) {
        Map<String, String> properties = values.entrySet().stream()
                .collect(Collectors.toMap(entry -> "sallyport." + entry.getKey(), Map.Entry::getValue));
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, BEFORE_THAT_OF_SMALLRYE, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(Settings.class)
                .build()
                .getConfigMapping(Settings.class);
    }
}
