package io.sallyport.config;

import io.sallyport.config.YamlNode.Entry;
import io.sallyport.config.YamlNode.Mapping;
import io.sallyport.config.YamlNode.Sequence;
import io.sallyport.config.YamlNode.Unchanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the routes of one document, by their text, so that the next one is read only where it differs.
 *
 * <p>Why that is exact: YAML is read from the front. At the dash of an item the reader stands where it stands at the dash
 * of every item of the same list, with nothing open but the list, and what follows a whole item cannot reach into it but
 * by its first line, which is the next dash. So items can be taken out between two others, and put in there. That the
 * other lines are items too is seen from the tree, once they were read without those that are known; the first and the
 * last are always read.
 */
final class RouteMemory {

    static final RouteMemory NONE = new RouteMemory(Map.of());
    private static final String ROUTES = "routes";

    private final Map<String, Known> known;

    /**
     * A route that was read.
     *
     * @param line of its dash, in the numbers that its nodes have
     * @param spec absent: it deserved a warning, which must be given again
     */
    private record Known(YamlNode node, int line, @Nullable RouteSpec spec) {}

    private RouteMemory(Map<String, Known> known) {
        this.known = known;
    }

    /** Of a document that was taken. Nothing, if its items do not lie in its lines as they seem to. */
    static RouteMemory of(RouteLines lines, YamlNode root, GatewayDocument document) {
        Sequence list = routes(root);
        if (list == null || !lines.areThoseOf(list)) {
            return NONE;
        }
        NavigableSet<Integer> warned = new TreeSet<>();
        document.warnings().forEach(warning -> warned.add(warning.line()));
        boolean all = document.warnings().size() <= Findings.MOST;
        Map<String, Known> known = new HashMap<>(lines.items().size() * 2);
        // The last is followed by something else than an item.
        for (int i = 0; i < lines.items().size() - 1; i++) {
            int line = lines.items().get(i).line();
            boolean silent =
                    all && warned.subSet(line, lines.items().get(i + 1).line()).isEmpty();
            RouteSpec spec = silent ? document.spec().routes().get(i) : null;
            YamlNode node = list.items().get(i);
            known.putIfAbsent(
                    lines.textOf(lines.items().get(i)),
                    node instanceof Unchanged moved
                            ? new Known(moved.node(), line - moved.down(), spec)
                            : new Known(node, line, spec));
        }
        return new RouteMemory(known);
    }

    /**
     * The documents of a text, with {@link Unchanged} routes where they are known; null: the whole must be read, because
     * nothing is known, or something is wrong or uncertain.
     */
    @Nullable
    List<YamlNode> read(RouteLines lines) {
        List<@Nullable Known> found = find(lines);
        Remainder rest = Remainder.without(lines, i -> found.get(i) != null);
        if (rest.isWhole()) {
            return null;
        }
        Findings findings = new Findings();
        try {
            List<YamlNode> trees = YamlText.read(rest.text(), rest::lineOf, findings);
            return findings.refused() || trees.isEmpty() ? null : completed(trees, lines, found);
        } catch (UnreadableDocumentException e) {
            return null;
        }
    }

    private List<@Nullable Known> find(RouteLines lines) {
        List<@Nullable Known> found = new ArrayList<>(lines.items().size());
        int last = lines.items().size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean inner = i > 0 && i < last && !known.isEmpty();
            found.add(inner ? known.get(lines.textOf(lines.items().get(i))) : null);
        }
        return found;
    }

    private static @Nullable List<YamlNode> completed(
            List<YamlNode> trees, RouteLines lines, List<@Nullable Known> found) {
        Sequence list = routes(trees.get(0));
        if (list == null) {
            return null;
        }
        Sequence whole = new Sequence(list.line(), list.column(), merged(list.items(), lines, found));
        if (!lines.areThoseOf(whole)) {
            return null;
        }
        List<YamlNode> completed = new ArrayList<>(trees);
        completed.set(0, withRoutes((Mapping) trees.get(0), whole));
        return completed;
    }

    private static List<YamlNode> merged(List<YamlNode> read, RouteLines lines, List<@Nullable Known> found) {
        List<YamlNode> merged = new ArrayList<>(found.size());
        int next = 0;
        for (int i = 0; i < found.size(); i++) {
            Known known = found.get(i);
            if (known != null) {
                merged.add(new Unchanged(known.node(), lines.items().get(i).line() - known.line(), known.spec()));
            } else if (next < read.size()) {
                merged.add(read.get(next++));
            }
        }
        merged.addAll(read.subList(next, read.size()));
        return merged;
    }

    private static Mapping withRoutes(Mapping root, Sequence routes) {
        List<Entry> entries = new ArrayList<>(root.entries());
        entries.replaceAll(entry -> entry.key().text().equals(ROUTES) ? new Entry(entry.key(), routes) : entry);
        return new Mapping(root.line(), root.column(), entries);
    }

    /** The list of the document's only key {@code routes}. */
    private static @Nullable Sequence routes(YamlNode root) {
        if (!(root instanceof Mapping mapping)) {
            return null;
        }
        long keys = mapping.entries().stream()
                .filter(entry -> entry.key().text().equals(ROUTES))
                .count();
        return keys == 1 && mapping.get(ROUTES) instanceof Sequence list ? list : null;
    }
}
