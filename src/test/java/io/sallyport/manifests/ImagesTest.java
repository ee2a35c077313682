package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void itRunsTheGatewayUnderAnyUserOfGroupZero(String file) throws IOException {
        assertThat(text(file)).contains("\nUSER 1001\n", "chmod -R a+rX,g=u /image\n", "\nCMD [\"run\"]\n");
    }

    @Test
    void theJvmIsStartedWithTheLaunchersOptions() throws IOException {
        List<String> launchers = OPTION_OF_LAUNCHER
                .matcher(text("sallyport"))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(launchers).hasSize(2);
        assertThat(jvmOptions())
                .containsAll(launchers)
                .contains("-Djava.library.path=/opt/sallyport/lib", "-XX:+ExitOnOutOfMemoryError")
                .anyMatch(option -> option.startsWith("-XX:MaxRAMPercentage="));
    }

    /** The JVM passes over a cache of other options, another collector or other jars. */
    @Test
    void theJvmUsesTheCacheThatTheBuildTrainsWithTheSameOptions() throws IOException {
        assertThat(entry("Dockerfile.jvm"))
                .containsExactly(
                        "java",
                        "@/opt/sallyport/jvm.options",
                        "-XX:AOTCache=/opt/sallyport/sallyport.aot",
                        "-jar",
                        "/opt/sallyport/app/quarkus-run.jar");
        assertThat(text("Dockerfile.jvm"))
                .contains("cp src/build/jvm.options /image/ ")
                .contains("java -cp /opt/training AotTraining /opt/sallyport/sallyport.aot 30"
                        + " @/opt/sallyport/jvm.options -Xmx400m -jar /opt/sallyport/app/quarkus-run.jar ");
        assertThat(Path.of("src/build/AotTraining.java")).exists();
    }

    /** What another class loader than the JVM's own loads, the cache does not hold. */
    @Test
    void theApplicationLiesOnAPlainClassPath() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/resources/application.properties")))
                .contains("quarkus.package.jar.type=aot-jar");
    }

    @Test
    void theExecutableLooksForItsLibrariesThere() throws IOException {
        assertThat(entry("Dockerfile.native")).contains("-Djava.library.path=/opt/sallyport/lib");
    }

    private static List<String> jvmOptions() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/build/jvm.options"))) {
            return lines.filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
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
