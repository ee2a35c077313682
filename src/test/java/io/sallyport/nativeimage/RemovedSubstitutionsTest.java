package io.sallyport.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upgrade of Quarkus that moves or renames a substitution would otherwise bring it back without a word. */
class RemovedSubstitutionsTest {

    @ParameterizedTest
    @CsvSource({"quarkus-netty,5", "quarkus-vertx,3"})
    void eachNamedClassIsStillInItsJar(String artifact, int count) throws IOException {
        List<String> removed = settings()
                .getValues("quarkus.class-loading.removed-resources.\"io.quarkus:" + artifact + "\"", String.class);

        assertThat(removed).hasSize(count).allSatisfy(resource -> {
            URL place = getClass().getClassLoader().getResource(resource);
            assertThat(place).as(resource).isNotNull().asString().contains("/" + artifact + "-");
        });
    }

    private static SmallRyeConfig settings() throws IOException {
        URL file = Path.of("src/main/resources/application.properties").toUri().toURL();
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(file))
                .build();
    }
}
