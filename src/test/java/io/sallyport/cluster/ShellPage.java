package io.sallyport.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of the documentation as its reader follows it: fenced blocks, from top to bottom. */
record ShellPage(List<Block> blocks) {

    record Block(String language, String text) {}

    static ShellPage of(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String language = "";
        StringBuilder text = new StringBuilder();
        boolean inside = false;
        for (String line : Files.readAllLines(page)) {
            if (!line.startsWith("```")) {
                text.append(line).append('\n');
                continue;
            }
            if (inside) {
                blocks.add(new Block(language, text.toString()));
            }
            inside = !inside;
            language = line.substring(3);
            text.setLength(0);
        }
        return new ShellPage(List.copyOf(blocks));
    }

    /** All lines that are typed into a shell. */
    List<String> commands() {
        return blocks.stream()
                .filter(block ->
                        block.language().equals("sh") || block.language().equals("console"))
                .flatMap(block -> block.text().lines())
                .toList();
    }

    /** The YAML that holds this. */
    String yaml(String part) {
        return blocks.stream()
                .filter(block -> block.language().equals("yaml"))
                .map(Block::text)
                .filter(text -> text.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no YAML with " + part));
    }
}
