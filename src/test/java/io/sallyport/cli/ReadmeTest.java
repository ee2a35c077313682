package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.sallyport.config.Violation;
import io.sallyport.docs.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README lets its reader do, and what it says comes of it. */
class ReadmeTest {

    private final Page page = Page.of(Path.of("README.md"));

    @Test
    void theFirstCommandIsTheOneThatTheDemoPrints(@TempDir Path directory) throws IOException {
        Files.writeString(DemoFiles.document(directory), demoDocument());
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        DemoApplication.guide(new PrintStream(printed, true, StandardCharsets.UTF_8), directory, 8443, 9000);

        String loop = page.commands().stream()
                .filter(line -> line.startsWith("for "))
                .findFirst()
                .orElseThrow();
        assertThat(printed.toString(StandardCharsets.UTF_8).replace(directory.toString(), "target/demo"))
                .contains("     " + loop + "\n");
    }

    @Test
    void theEditAndTheTypoDoWhatIsSaid() throws IOException {
        String document = demoDocument();
        String turned = document.replace("weight: 90", "weight: 0")
                .replace("weight: 10", "weight: 90")
                .replace("weight: 0", "weight: 10");
        assertThat(turned).contains(page.yaml("weight: 10"));
        assertThat(parse(turned)).isInstanceOf(ParseResult.Parsed.class);

        ParseResult.Refused refused = (ParseResult.Refused) parse(document.replace("weight: 10", "wieght: 10"));
        String message =
                page.blocks("").map(Page.Block::text).findFirst().orElseThrow().strip();
        assertThat(refused.violations())
                .extracting(Violation::toString)
                .singleElement()
                .satisfies(violation ->
                        assertThat("target/demo/gateway.yaml:" + violation).startsWith(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./sallyport check config/gateway.yaml",
                "./sallyport explain config/gateway.yaml --request 'GET https://shop.example.com/reviews/7'",
            })
    void theCommandsOnTheSampleDoWhatTheyShould(String command) throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("`" + command + "`");
        StringWriter out = new StringWriter();
        String[] words = command.replace("./sallyport ", "").split(" (?=[^']*(?:'[^']*')?$)");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace("'", "");
        }
        int code = Main.commandLine().setOut(new PrintWriter(out, true)).execute(words);

        assertThat(code).isZero();
        assertThat(out.toString()).isNotEmpty();
    }

    private static ParseResult parse(String document) {
        return new SpecParser().parse(document.getBytes(StandardCharsets.UTF_8), 1 << 20);
    }

    private static String demoDocument() throws IOException {
        try (InputStream in = DemoFiles.class.getResourceAsStream("demo-gateway.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("@[A-Z0-9]+@", "8443");
        }
    }
}
