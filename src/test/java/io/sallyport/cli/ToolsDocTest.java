package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each command in docs/tools.md, on the files that the page shows or the samples, prints what stands below it there. */
class ToolsDocTest {

    private static final Path DOC = Path.of("docs", "tools.md");
    private static final Pattern FILE = Pattern.compile("`([a-z-]+\\.yaml)`:\n\n```yaml\n((?s:.*?))```\n");
    private static final Pattern SNIPPET = Pattern.compile("```sh\n\\./sallyport (.*)\n```\n```\n((?s:.*?))```\n");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path directory = Path.of("");

    record Snippet(String command, String output) {}

    static Stream<Snippet> snippets() throws IOException {
        return SNIPPET.matcher(Files.readString(DOC))
                .results()
                .map(found -> new Snippet(found.group(1), found.group(2)));
    }

    @BeforeEach
    void writeFiles() throws IOException {
        for (MatchResult file : FILE.matcher(Files.readString(DOC)).results().toList()) {
            Files.writeString(directory.resolve(file.group(1)), file.group(2));
        }
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void printsWhatThePageSays(Snippet snippet) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        Main.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute(words(snippet.command()).toArray(String[]::new));

        assertThat(out.toString().replace(directory + "/", "")).isEqualTo(snippet.output());
    }

    private List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            String text = word.group(1) == null ? word.group(2) : word.group(1);
            Path file = directory.resolve(text);
            words.add(text.endsWith(".yaml") && Files.exists(file) ? file.toString() : text);
        }
        return words;
    }
}
