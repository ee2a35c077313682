package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No container engine runs in the build: what can be read off the Dockerfiles is held here. */
class ImagesTest {

    private static final Pattern ENTRY = Pattern.compile("(?s)\\nENTRYPOINT (\\[.+?])");
    private static final Pattern OPTION_OF_LAUNCHER = Pattern.compile("--(?:enable|sun)[a-z-]+=[A-Za-z-]+");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void theLibrariesLieWhereTheProcessLooksForThem(String file) throws IOException {
        assertThat(text(file)).contains(" /image/lib/ ", "COPY --from=build --chown=1001:0 /image /opt/sallyport\n");
        assertThat(entry(file)).contains("-Djava.library.path=/opt/sallyport/lib");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void itRunsTheGatewayUnderAnyUserOfGroupZero(String file) throws IOException {
        assertThat(text(file)).contains("\nUSER 1001\n", "chmod -R a+rX,g=u /image\n", "\nCMD [\"run\"]\n");
    }

    @Test
    void theJvmIsStartedWithTheLaunchersOptions() throws IOException {
        List<String> options = OPTION_OF_LAUNCHER
                .matcher(text("sallyport"))
                .results()
                .map(found -> found.group())
                .toList();
        assertThat(options).hasSize(2);
        assertThat(entry("Dockerfile.jvm"))
                .startsWith("java")
                .containsAll(options)
                .contains("-XX:+ExitOnOutOfMemoryError")
                .anyMatch(option -> option.startsWith("-XX:MaxRAMPercentage="))
                .endsWith("-jar", "/opt/sallyport/app/quarkus-run.jar");
    }

    private static List<String> entry(String file) throws IOException {
        Matcher entry = ENTRY.matcher(text(file));
        assertThat(entry.find()).isTrue();
        return List.of(new ObjectMapper().readValue(entry.group(1), String[].class));
    }

    /** With continued lines joined. */
    private static String text(String file) throws IOException {
        return Files.readString(Path.of(file)).replaceAll(" *\\\\\\n *", " ");
    }
}
