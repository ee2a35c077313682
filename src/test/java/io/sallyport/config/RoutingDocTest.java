package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each YAML snippet of docs/routing.md is a rule that is taken. */
class RoutingDocTest {

    private static final Pattern SNIPPET = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final String DOCUMENT = """
            sessions: {keyFiles: [sessions/key]}
            listeners:
              - {name: web, port: 8080, protocol: HTTP}
            backends:
              - {name: stable, endpoints: ["http://stable:8080"]}
              - {name: canary, endpoints: ["http://canary:8080"]}
            routes:
              - name: all
                rules:
                  - name: shown
            """;

    @ParameterizedTest
    @MethodSource("snippets")
    void isTaken(String snippet) {
        assertThat(Documents.parse(DOCUMENT + snippet.indent(8))).isInstanceOf(ParseResult.Parsed.class);
    }

    static Stream<String> snippets() {
        try {
            String page = Files.readString(Path.of("docs", "routing.md"));
            return SNIPPET.matcher(page).results().map((MatchResult found) -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
