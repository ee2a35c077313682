package io.sallyport.config;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * A text without some of its routes.
 *
 * @param moved how many lines the whole text has more, by the first line of this one that it holds for, from 0
 */
record Remainder(String text, NavigableMap<Integer, Integer> moved) {

    static Remainder without(RouteLines lines, IntPredicate left) {
        StringBuilder rest = new StringBuilder();
        NavigableMap<Integer, Integer> moved = new TreeMap<>();
        int from = 0;
        int gone = 0;
        for (int i = 0; i < lines.items().size(); i++) {
            RouteLines.Item item = lines.items().get(i);
            if (left.test(i)) {
                rest.append(lines.text(), from, item.from());
                from = item.to();
                int here = item.line() - 1 - gone;
                gone += RouteLines.lines(lines.text(), item.from(), item.to());
                moved.put(here, gone);
            }
        }
        return new Remainder(
                rest.append(lines.text(), from, lines.text().length()).toString(), moved);
    }

    boolean isWhole() {
        return moved.isEmpty();
    }

    /** Where a line of this text stands in the whole one; from 0. */
    int lineOf(int line) {
        Map.Entry<Integer, Integer> before = moved.floorEntry(line);
        return before == null ? line : line + before.getValue();
    }
}
