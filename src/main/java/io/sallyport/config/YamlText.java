package io.sallyport.config;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads YAML text into trees, and makes violations of its syntax errors. */
final class YamlText {

    private YamlText() {}

    /** The only document of the text; null: there is none. */
    static @Nullable YamlNode readOne(String text, Findings findings) throws UnreadableDocumentException {
        List<YamlNode> documents = read(text, findings);
        if (documents.size() > 1) {
            YamlNode second = documents.get(1);
            throw new UnreadableDocumentException(
                    second.line(), second.column(), "a second YAML document", "one document");
        }
        return documents.isEmpty() ? null : documents.get(0);
    }

    /** The documents of the text. What is not allowed in their trees is told to the findings. */
    static List<YamlNode> read(String text, Findings findings) throws UnreadableDocumentException {
        return read(text, line -> line, findings);
    }

    /**
     * The same for a text from which lines were left out.
     *
     * @param lines where a line stands in the whole text; from 0
     */
    static List<YamlNode> read(String text, IntUnaryOperator lines, Findings findings)
            throws UnreadableDocumentException {
        LoaderOptions options = new LoaderOptions();
        // The size was bounded in bytes before.
        options.setCodePointLimit(Integer.MAX_VALUE);
        try {
            return new YamlTree(new ParserImpl(new StreamReader(text), options), lines, findings).read();
        } catch (MarkedYAMLException e) {
            throw syntaxError(e);
        } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // SnakeYAML lets a few errors out without their place.
            throw new UnreadableDocumentException(1, 1, "text that is not YAML", "YAML");
        }
    }

    /** The library's own message quotes lines of the document; only its sentence is taken. */
    private static UnreadableDocumentException syntaxError(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        int line = mark == null ? 1 : mark.getLine() + 1;
        int column = mark == null ? 1 : mark.getColumn() + 1;
        String context = e.getContext() == null ? "" : " " + Quote.cut(e.getContext());
        String problem = e.getProblem() == null ? "" : " (" + Quote.cut(e.getProblem()) + ")";
        return new UnreadableDocumentException(line, column, "a syntax error" + context + problem, "YAML");
    }
}
