package io.sallyport.config;

import io.sallyport.Golden;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code refused/*.yaml} is refused with exactly the violations in the {@code .txt} beside it, one on a line as
 * {@code line:column: field: found …, allowed: …}.
 */
class RefusedDocumentsTest {

    static Stream<Golden> documents() {
        return Golden.all("refused");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void namesEveryViolationWithItsPlace(Golden golden) throws IOException {
        golden.holds(Documents.refused(golden.text()).stream()
                .map(violation -> violation + "\n")
                .collect(Collectors.joining()));
    }
}
