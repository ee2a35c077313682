package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ParseResult;
import io.sallyport.config.RequestTable;
import io.sallyport.config.SpecParser;
import io.sallyport.docs.YamlSnippet.Kind;
import io.sallyport.manifests.StrictModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each YAML block of each page is what it is shown as: a part of a document that is taken, a table, a manifest. */
class YamlSnippetsTest {

    private static final int MAX_BYTES = 1 << 20;

    /** DeployPageIT applies it. */
    private static final String KUSTOMIZATION = "Kustomization";

    static Stream<YamlSnippet> ofTheDocument() {
        return snippets(Kind.DOCUMENT, Kind.ROUTE, Kind.RULE);
    }

    static Stream<YamlSnippet> tables() {
        return snippets(Kind.REQUEST_TABLE);
    }

    static Stream<YamlSnippet> manifests() {
        return snippets(Kind.KUBERNETES)
                .filter(snippet -> !snippet.tree().path("kind").asText().equals(KUSTOMIZATION));
    }

    private static Stream<YamlSnippet> snippets(Kind... kinds) {
        return YamlSnippet.all().stream().filter(snippet -> List.of(kinds).contains(snippet.kind()));
    }

    @ParameterizedTest
    @MethodSource("ofTheDocument")
    void isTaken(YamlSnippet snippet) {
        ParseResult result = new SpecParser().parse(snippet.document().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        assertThat(result).as(snippet.document()).isInstanceOf(ParseResult.Parsed.class);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void isATableOfRequests(YamlSnippet snippet) {
        RequestTable table = RequestTable.parse(snippet.block().text().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        assertThat(table.violations()).isEmpty();
        assertThat(table.rows()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void hasNoFieldThatItsKindDoesNotHave(YamlSnippet snippet) throws IOException {
        assertThat(StrictModels.read(snippet.tree()).getMetadata().getName()).isNotEmpty();
    }
}
