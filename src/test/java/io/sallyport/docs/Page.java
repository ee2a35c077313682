package io.sallyport.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page of the documentation as its reader follows it: fenced blocks, from top to bottom. */
public record Page(Path path, List<Block> blocks) {

    private static final List<Path> ROOTS =
            List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md"));

    /**
     * What stands between two fences.
     *
     * @param place the page, and the line of its first fence
     * @param language what stands behind that; empty: nothing
     */
    public record Block(String place, String language, String text) {

        /** For the name of a test. */
        @Override
        public String toString() {
            return place;
        }
    }

    /** All pages there are. */
    public static List<Page> all() {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            ROOTS.stream(),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(Page::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Page of(Path page) {
        List<Block> blocks = new ArrayList<>();
        String language = "";
        StringBuilder text = new StringBuilder();
        int start = 0;
        int number = 0;
        for (String line : lines(page)) {
            number++;
            if (!line.startsWith("```")) {
                text.append(line).append('\n');
                continue;
            }
            if (start > 0) {
                blocks.add(new Block(page + ":" + start, language, text.toString()));
            }
            start = start > 0 ? 0 : number;
            language = line.substring(3);
            text.setLength(0);
        }
        return new Page(page, List.copyOf(blocks));
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of a language. */
    public Stream<Block> blocks(String language) {
        return blocks.stream().filter(block -> block.language().equals(language));
    }

    /** All lines that are typed into a shell. */
    public List<String> commands() {
        return blocks.stream()
                .filter(block ->
                        block.language().equals("sh") || block.language().equals("console"))
                .flatMap(block -> block.text().lines())
                .toList();
    }

    /** The YAML that holds this. */
    public String yaml(String part) {
        return blocks("yaml")
                .map(Block::text)
                .filter(text -> text.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no YAML with " + part));
    }
}
