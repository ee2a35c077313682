package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the document's tree, with its place (line and column from 1). */
sealed interface YamlNode {

    int line();

    int column();

    /** How a violation calls this node. */
    String describe();

    /**
     * A value without parts.
     *
     * @param plain written without quotes and not as a block
     */
    record Scalar(int line, int column, String text, boolean plain) implements YamlNode {

        ScalarKind kind() {
            return plain ? ScalarKind.of(text) : ScalarKind.TEXT;
        }

        @Override
        public String describe() {
            return kind().describe(text);
        }
    }

    /** A list. */
    record Sequence(int line, int column, List<YamlNode> items) implements YamlNode {

        @Nullable
        YamlNode get(int i) {
            return i >= 0 && i < items.size() ? items.get(i) : null;
        }

        @Override
        public String describe() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** Keys with values, as they were written: a key may stand there twice. */
    record Mapping(int line, int column, List<Entry> entries) implements YamlNode {

        @Nullable
        YamlNode get(String key) {
            // No iterator: this is asked for hundreds of thousands of times in a large document.
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                if (entry.key().text().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /**
     * A route that the text before had too. {@link FieldPath} shows it as what it is, at its place in this text.
     *
     * @param node as it was read then
     * @param down so many lines further down it stands now
     * @param spec what it says; absent: it is to be read
     */
    record Unchanged(YamlNode node, int down, @Nullable RouteSpec spec) implements YamlNode {

        @Override
        public int line() {
            return node.line() + down;
        }

        @Override
        public int column() {
            return node.column();
        }

        @Override
        public String describe() {
            return node.describe();
        }
    }

    /** A key with its value. */
    record Entry(Scalar key, YamlNode value) {}
}
