package io.sallyport.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program that the native profile runs, on the class path of the tests. */
class NativeMetadataTest {
    private static final List<String> CLASS_PATH =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    @TempDir
    private static Path scratch;

    @BeforeAll
    static void generate() throws Exception {
        Process process = start(CLASS_PATH);
        try (var errors = process.errorReader()) {
            assertThat(errors.lines()).isEmpty();
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void jniReachesWhatTheLibrariesLookUp() throws Exception {
        assertThat(names("jni-config.json"))
                .contains("io.netty.internal.tcnative.SSL", "io.netty.internal.tcnative.CertificateVerifierTask")
                .contains("io.netty.handler.ssl.ReferenceCountedOpenSslEngine")
                .contains("java.lang.OutOfMemoryError", "java.lang.IllegalArgumentException", "[B")
                .allSatisfy(NativeMetadataTest::assertExists);
        assertThat(json("jni-config.json"))
                .allSatisfy(entry -> assertThat(entry.get("allDeclaredMethods").booleanValue())
                        .isTrue());
    }

    @Test
    void whatTouchesTheLibraryIsInitialisedAtRunTime() throws Exception {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(scratch.resolve("metadata").resolve("native-image.properties"))) {
            properties.load(reader);
        }
        String option = properties.getProperty("Args");
        assertThat(option).startsWith("--initialize-at-run-time=");
        assertThat(option.substring(option.indexOf('=') + 1).split(","))
                .contains("io.netty.handler.ssl.OpenSsl", "io.netty.internal.tcnative.SSLContext")
                .allSatisfy(NativeMetadataTest::assertExists);
    }

    @Test
    void openSslFindsTcnativeByName() throws Exception {
        assertThat(names("reflect-config.json"))
                .contains("io.netty.internal.tcnative.SSLContext")
                .allSatisfy(NativeMetadataTest::assertExists);
    }

    @Test
    void bothLibrariesAreResourcesAndLieReadyForTheImage() throws Exception {
        List<String> resources = new ArrayList<>();
        json("resource-config.json")
                .at("/resources/includes")
                .forEach(include -> resources.add(
                        include.get("pattern").textValue().replace("\\Q", "").replace("\\E", "")));
        assertThat(resources)
                .contains("META-INF/native/libnetty_tcnative_linux_x86_64.so")
                .contains("META-INF/native/libnetty_transport_native_epoll_x86_64.so")
                .allSatisfy(resource -> assertThat(getClass().getClassLoader().getResource(resource))
                        .isNotNull())
                .allSatisfy(resource -> assertThat(scratch.resolve("libraries")
                                .resolve(Path.of(resource).getFileName()))
                        .isNotEmptyFile());
    }

    @Test
    void aClassPathWithoutTcnativeFailsTheBuild() throws Exception {
        List<String> without =
                CLASS_PATH.stream().filter(jar -> !jar.contains("tcnative")).toList();

        Process process = start(without);

        try (var errors = process.errorReader()) {
            assertThat(errors.lines()).containsExactly("native metadata: no tcnative classes on the class path");
        }
        assertThat(process.waitFor()).isEqualTo(1);
    }

    private static Process start(List<String> classPath) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Path.of("src/build/NativeMetadata.java").toString(),
                        scratch.resolve("metadata").toString(),
                        scratch.resolve("libraries").toString(),
                        String.join(File.pathSeparator, classPath))
                .start();
    }

    private static Stream<String> names(String file) throws IOException {
        List<String> names = new ArrayList<>();
        json(file).forEach(entry -> names.add(entry.get("name").textValue()));
        return names.stream();
    }

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper()
                .readTree(scratch.resolve("metadata").resolve(file).toFile());
    }

    private static void assertExists(String name) {
        try {
            assertThat(Class.forName(name, false, NativeMetadataTest.class.getClassLoader()))
                    .isNotNull();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }
}
