package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code warned/*.yaml} is taken with exactly the warnings in the {@code .txt} beside it, one on a line as {@code
 * kind line:column: field: found …, allowed: …}.
 */
class WarnedDocumentsTest {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "config", "warned");

    @ParameterizedTest
    @MethodSource("documents")
    void namesEveryWarningWithItsKindAndPlace(String name) throws IOException {
        GatewayDocument document = Documents.parsed(Files.readString(DIRECTORY.resolve(name + ".yaml")));
        String told = document.warnings().stream()
                .map(warning -> Objects.requireNonNull(warning.kind()).label() + " " + warning + "\n")
                .collect(Collectors.joining());

        assertThat(told).isEqualTo(Files.readString(DIRECTORY.resolve(name + ".txt")));
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
