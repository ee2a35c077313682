package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.RequestTable;
import io.sallyport.snapshot.DryRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables and examples of the Gateway API (v1), as requests to a document with {@code HTTPRoute}s: each file's first line
 * names the section. How paths, headers and redirects are changed is in {@code PathEditTest}, {@code FiltersTest} and
 * {@code RedirectTest}; the fields of CORS answers are in {@code CorsPolicyTest}.
 */
class GatewayApiTablesTest {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "config", "gateway-api");
    private static final String TABLE = ".table.yaml";
    private static final int MAX_BYTES = 1 << 20;

    static Stream<String> topics() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TABLE))
                    .map(name -> name.substring(0, name.length() - TABLE.length()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void eachRequestGoesWhereItsSectionSays(String topic) throws IOException {
        String text = Files.readString(DIRECTORY.resolve(topic + ".yaml"));
        byte[] rows = Files.readAllBytes(DIRECTORY.resolve(topic + TABLE));
        assertThat(text).startsWith("# HTTP");
        GatewayDocument document = Shop.document(text);
        RequestTable table = RequestTable.parse(rows, MAX_BYTES);

        assertThat(table.violations()).isEmpty();
        List<RequestCheck> checks = table.rows().stream()
                .map(row -> RequestCheck.of(row, DryRun.of(document, null)))
                .toList();
        assertThat(checks).isNotEmpty().allSatisfy(check -> assertThat(check.differences())
                .as("line %d: %s", check.row().at().line(), check.row().request())
                .isEmpty());
    }
}
