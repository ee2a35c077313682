package io.sallyport.nativeimage;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

/** The settings that Quarkus reads while it builds. */
final class BuildSettings {

    private BuildSettings() {}

    static List<String> list(String key) throws IOException {
        URL file = Path.of("src/main/resources/application.properties").toUri().toURL();
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(file))
                .build()
                .getValues(key, String.class);
    }
}
