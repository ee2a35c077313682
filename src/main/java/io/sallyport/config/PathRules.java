package io.sallyport.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an exact path or a prefix may look like (Gateway API {@code HTTPPathMatch}). */
final class PathRules {

    private static final int LONGEST = 1_024;
    private static final List<String> FORBIDDEN = List.of("//", "/./", "/../", "%2f", "%2F", "#", "?");
    private static final List<String> FORBIDDEN_ENDS = List.of("/..", "/.");
    /** A request with one, or with one that has parameters, is refused: so no rule can be matched by it. */
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(?:\\.|%2[eE]){1,2}(?=[;/]|$)");
    /** Possessive: a long path must not deepen the stack. */
    private static final Pattern CHARACTERS = Pattern.compile("(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})++");

    static final TextRule PATH = new TextRule(
            "a path that starts with \"/\", of at most 1024 characters of RFC 3986, without //, /./, /../ (also"
                    + " written with %2e), %2f, # and query",
            PathRules::objection);

    /** What stands in a prefix's place. */
    static final TextRule REPLACEMENT =
            new TextRule(PATH.allowed() + "; or empty", text -> text.isEmpty() ? null : PathRules.objection(text));

    private PathRules() {}

    private static @Nullable String objection(String path) {
        if (!path.startsWith("/") || path.length() > LONGEST) {
            return Quote.of(path);
        }
        for (String part : FORBIDDEN) {
            if (path.contains(part)) {
                return Quote.of(path) + " with " + Quote.of(part);
            }
        }
        for (String end : FORBIDDEN_ENDS) {
            if (path.endsWith(end)) {
                return Quote.of(path) + " with " + Quote.of(end) + " at its end";
            }
        }
        Matcher dots = DOT_SEGMENT.matcher(path);
        if (dots.find()) {
            return Quote.of(path) + " with " + Quote.of(dots.group());
        }
        return CHARACTERS.matcher(path).matches() ? null : Quote.of(path);
    }
}
