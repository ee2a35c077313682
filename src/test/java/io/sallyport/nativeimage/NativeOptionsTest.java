package io.sallyport.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the native profile asks of native-image, as far as it can be read without one. */
class NativeOptionsTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path FILTERED = Path.of("src/main/resources-filtered");

    @Test
    void methodsAreInlinedAsFarAsWasMeasured() throws IOException {
        assertThat(BuildSettings.list("quarkus.native.additional-build-args"))
                .contains(
                        "-O3",
                        "--enable-native-access=ALL-UNNAMED",
                        "-H:MaxNodesInTrivialMethod=60",
                        "-H:MaxInvokesInTrivialMethod=4",
                        "-H:MaxNodesInTrivialLeafMethod=120",
                        "-H:MaxNodesAfterTrivialInlining=8000");
    }

    /** Experimental options count only between these two. */
    @Test
    void experimentalOptionsAreUnlocked() throws IOException {
        List<String> options = BuildSettings.list("quarkus.native.additional-build-args");
        int unlocked = options.indexOf("-H:+UnlockExperimentalVMOptions");
        int locked = options.indexOf("-H:-UnlockExperimentalVMOptions");

        assertThat(unlocked).isNotNegative();
        assertThat(options.subList(unlocked + 1, locked)).hasSize(4).allMatch(option -> option.contains("Trivial"));
    }

    @Test
    void theProcessorsCryptographyIsUsed() throws IOException {
        assertThat(BuildSettings.list("quarkus.native.march")).containsExactly("skylake");
        assertThat(Files.readString(Path.of("Dockerfile.native"))).contains("\nARG MARCH=skylake\n");
    }

    @Test
    void theCollectorIsSerialWithABoundedYoungGeneration() throws IOException {
        assertThat(BuildSettings.list("quarkus.native.additional-build-args"))
                .contains("--gc=serial", "-R:MaxNewSize=32m");
    }

    /** What the code reads off the class path must be named, or is not in the executable. */
    @Test
    void everyResourceOfOursIsIncluded() throws IOException {
        List<String> ours = new ArrayList<>(resources(RESOURCES));
        ours.addAll(resources(FILTERED));

        assertThat(BuildSettings.list("quarkus.native.resources.includes")).containsExactlyInAnyOrderElementsOf(ours);
    }

    private static List<String> resources(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("io"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }
}
