package io.sallyport.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names in an expression. It need not be valid: what is neither function, keyword nor label is taken for a metric.
 *
 * @param selectors the metrics with what is asked of their labels
 * @param grouping the labels of {@code by}, {@code on} and the like
 */
record PromQl(List<Selector> selectors, Set<String> grouping) {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![a-zA-Z0-9_:])(" + NAME + ")\\b(?!\\s*\\()\\s*(?:\\{((?:\"[^\"]*\"|[^}\"])*)})?");
    private static final Pattern MATCHER = Pattern.compile("(" + NAME + ")\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "offset", "bool");

    static PromQl of(String expression) {
        Set<String> grouping = new TreeSet<>();
        String rest = GROUPING.matcher(expression).replaceAll(match -> {
            grouping.addAll(names(match.group(1)));
            return " ";
        });
        List<Selector> selectors = new ArrayList<>();
        SELECTOR.matcher(rest.replaceAll("\\[[^]]*]", " "))
                .results()
                .filter(match -> !KEYWORDS.contains(match.group(1)))
                .forEach(match -> selectors.add(new Selector(match.group(1), matchers(match.group(2)))));
        return new PromQl(selectors, grouping);
    }

    private static List<String> names(String list) {
        return Pattern.compile(NAME)
                .matcher(list)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static List<Matcher> matchers(@org.jspecify.annotations.Nullable String list) {
        return MATCHER.matcher(list == null ? "" : list)
                .results()
                .map(match -> new Matcher(match.group(1), match.group(2), match.group(3)))
                .toList();
    }

    record Selector(String metric, List<Matcher> matchers) {}

    record Matcher(String label, String operator, String value) {

        /** Whether the value is one that a sample may have, and no pattern. */
        boolean literal() {
            return !operator.endsWith("~");
        }
    }
}
