package io.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A document in {@code src/test/resources/config/KIND/*.yaml}, and in the {@code .txt} beside it what comes of it. {@code
 * -Dsallyport.golden=write} writes the texts, to be read before they are committed.
 */
public record Golden(Path document) {

    private static final Path ROOT = Path.of("src", "test", "resources", "config");
    private static final String YAML = ".yaml";

    /** All of a kind, by name. */
    public static Stream<Golden> all(String kind) {
        try (Stream<Path> files = Files.list(ROOT.resolve(kind))) {
            return files.filter(file -> file.toString().endsWith(YAML)).sorted().map(Golden::new).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text() throws IOException {
        return Files.readString(document);
    }

    /** Holds what came of it against the text beside it. */
    public void holds(String came) throws IOException {
        Path text = document.resolveSibling(name() + ".txt");
        if ("write".equals(System.getProperty("sallyport.golden"))) {
            Files.writeString(text, came);
        }
        assertThat(came).isEqualTo(Files.readString(text));
    }

    private String name() {
        String file = document.getFileName().toString();
        return file.substring(0, file.length() - YAML.length());
    }

    /** For the name of a test. */
    @Override
    public String toString() {
        return name();
    }
}
