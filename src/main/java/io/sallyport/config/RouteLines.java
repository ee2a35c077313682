package io.sallyport.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The items of the list {@code routes:}, as a look at the beginnings of the lines shows them: each from the line of its
 * dash to that of the next. A line within quotes or brackets may look like an item and be none, so this is a guess until
 * the tree that YAML makes of the text has the same items at the same places.
 *
 * @param text the document's
 * @param items none: no list in block style, or lines are ended otherwise than by LF
 */
record RouteLines(String text, List<Item> items) {

    private static final String KEY = "routes:\n";
    private static final String OTHER_BREAKS = "\r\u0085\u2028\u2029";

    /**
     * Whole lines of the text.
     *
     * @param from where its first line begins
     * @param to where the next item begins, or whatever follows the list
     * @param line of its dash, from 1
     * @param column of what follows the dash, from 1
     */
    record Item(int from, int to, int line, int column) {}

    RouteLines {
        items = List.copyOf(items);
    }

    static RouteLines of(String text) {
        int key = text.startsWith(KEY) ? 0 : text.indexOf('\n' + KEY) + 1;
        boolean found = key > 0 || text.startsWith(KEY);
        boolean plain = OTHER_BREAKS.chars().noneMatch(lineBreak -> text.indexOf(lineBreak) >= 0);
        return new RouteLines(text, found && plain ? items(text, key + KEY.length()) : List.of());
    }

    String textOf(Item item) {
        return text.substring(item.from(), item.to());
    }

    /** Whether the list has these items and no others. */
    boolean areThoseOf(YamlNode.Sequence list) {
        if (list.items().size() != items.size()) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            YamlNode node = list.items().get(i);
            if (node.line() != items.get(i).line()
                    || node.column() != items.get(i).column()) {
                return false;
            }
        }
        return true;
    }

    /** How many lines a part of a text has. */
    static int lines(String text, int from, int to) {
        int lines = 0;
        for (int end = text.indexOf('\n', from); end >= 0 && end < to; end = text.indexOf('\n', end + 1)) {
            lines++;
        }
        return lines;
    }

    private static List<Item> items(String text, int begin) {
        List<Item> items = new ArrayList<>();
        int line = lines(text, 0, begin) + 1;
        int indent = -1;
        int from = -1;
        int dashLine = 0;
        int at = begin;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            int first = afterSpaces(text, at);
            int column = first - at;
            if (first < next && !isEmpty(text.charAt(first)) && (indent < 0 || column <= indent)) {
                if (from >= 0) {
                    items.add(item(text, from, at, dashLine));
                }
                from = -1;
                if (!isDash(text, first) || (indent >= 0 && column < indent)) {
                    return items;
                }
                indent = column;
                from = at;
                dashLine = line;
            }
            at = next;
            line++;
        }
        if (from >= 0) {
            items.add(item(text, from, at, dashLine));
        }
        return items;
    }

    private static Item item(String text, int from, int to, int line) {
        int content = afterSpaces(text, afterSpaces(text, from) + 1);
        return new Item(from, to, line, content - from + 1);
    }

    private static boolean isDash(String text, int at) {
        return text.startsWith("- ", at) || text.startsWith("-\n", at);
    }

    /** Of a line that is blank or a comment. */
    private static boolean isEmpty(char first) {
        return first == '\n' || first == '#';
    }

    private static int afterSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
