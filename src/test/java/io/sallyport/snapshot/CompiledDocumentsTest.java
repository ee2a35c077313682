package io.sallyport.snapshot;

import io.sallyport.Golden;
import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code compiled/*.yaml} compiles to exactly what stands in the {@code .txt} beside it. */
class CompiledDocumentsTest {

    static Stream<Golden> documents() {
        return Golden.all("compiled");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void compilesToWhatItMeans(Golden golden) throws IOException {
        golden.holds(CompiledText.of(parsed(golden.text())));
    }

    private static GatewayDocument parsed(String text) {
        ParseResult result = new SpecParser().parse(text.getBytes(StandardCharsets.UTF_8), 1 << 20);
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.document();
        }
        throw new AssertionError(result);
    }
}
