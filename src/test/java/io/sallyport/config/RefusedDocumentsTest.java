package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code refused/*.yaml} is refused with exactly the violations in the {@code .txt} beside it, one on a line as
 * {@code line:column: field: found …, allowed: …}.
 */
class RefusedDocumentsTest {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "config", "refused");

    @ParameterizedTest
    @MethodSource("documents")
    void namesEveryViolationWithItsPlace(String name) throws IOException {
        String document = Files.readString(DIRECTORY.resolve(name + ".yaml"));
        String expected = Files.readString(DIRECTORY.resolve(name + ".txt"));
        assertThat(text(Documents.refused(document))).isEqualTo(expected);
    }

    private static String text(List<Violation> violations) {
        return violations.stream().map(violation -> violation + "\n").collect(Collectors.joining());
    }

    static Stream<String> documents() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
