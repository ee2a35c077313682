package io.sallyport.config;

import io.sallyport.Golden;
import java.io.IOException;
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

    static Stream<Golden> documents() {
        return Golden.all("warned");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void namesEveryWarningWithItsKindAndPlace(Golden golden) throws IOException {
        golden.holds(Documents.parsed(golden.text()).warnings().stream()
                .map(warning -> Objects.requireNonNull(warning.kind()).label() + " " + warning + "\n")
                .collect(Collectors.joining()));
    }
}
