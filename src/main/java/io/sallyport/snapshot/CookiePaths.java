package io.sallyport.snapshot;

import io.sallyport.config.MatchSpec;
import io.sallyport.config.PathSpec;
import io.sallyport.routing.RequestHead;
import io.sallyport.routing.RouteMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The {@code Path} of a session's cookie: the path that the rule was matched by, of a regular expression what stands
 * before anything variable, cut to whole segments (GEP-1619, "Path").
 */
final class CookiePaths {

    private static final String ROOT = "/";
    private static final String VARIABLE = ".*+?()[]{}|^$\\";
    private static final String QUANTIFIERS = "*?{";

    /** What comes first wins, as in the route table. */
    private static final Comparator<Candidate> PRECEDENCE = Comparator.<Candidate>comparingInt(
                    each -> each.type().ordinal())
            .thenComparingInt(each -> -each.written().length())
            .thenComparing(each -> each.match().method() == null)
            .thenComparingInt(each -> -each.match().headers().size())
            .thenComparingInt(each -> -each.match().queryParams().size());

    private final List<Candidate> candidates;
    private final boolean constant;

    private record Candidate(RouteMatch match, PathSpec.Type type, String written, String path) {}

    private CookiePaths(List<Candidate> candidates) {
        this.candidates = List.copyOf(candidates);
        this.constant = candidates.stream().map(Candidate::path).distinct().count() == 1;
    }

    /**
     * @param specs of a rule; empty: it takes every path
     * @param matches what the specs were compiled to
     */
    static CookiePaths of(List<MatchSpec> specs, List<RouteMatch> matches) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            PathSpec path = specs.get(i).path();
            candidates.add(new Candidate(matches.get(i), path.type(), path.value(), cookiePath(path)));
        }
        candidates.sort(PRECEDENCE);
        return new CookiePaths(candidates);
    }

    /** The path for a request that the rule took. */
    String of(RequestHead head) {
        if (constant) {
            return candidates.get(0).path();
        }
        for (Candidate candidate : candidates) {
            if (candidate.match().admits(head) && candidate.match().path().matches(head.path())) {
                return candidate.path();
            }
        }
        return ROOT;
    }

    private static String cookiePath(PathSpec path) {
        String fixed = path.type() == PathSpec.Type.REGULAR_EXPRESSION ? fixedPart(path.value()) : path.value();
        // A semicolon would begin an attribute of the cookie.
        int semicolon = fixed.indexOf(';');
        return withoutTrailingSlash(semicolon < 0 ? fixed : wholeSegments(fixed.substring(0, semicolon)));
    }

    private static String fixedPart(String regex) {
        int end = 0;
        while (end < regex.length() && VARIABLE.indexOf(regex.charAt(end)) < 0) {
            end++;
        }
        if (end == regex.length()) {
            return regex;
        }
        if (hasAlternatives(regex)) {
            return ROOT;
        }
        return wholeSegments(regex.substring(0, mayBeMissing(regex, end - 1) ? end - 1 : end));
    }

    /** A repeated character need not be there. A slash is missed only where no other follows, nor the end. */
    private static boolean mayBeMissing(String regex, int at) {
        if (at < 0 || QUANTIFIERS.indexOf(regex.charAt(at + 1)) < 0) {
            return false;
        }
        boolean last = at + 2 == regex.length();
        return regex.charAt(at) != '/' || !(last || regex.charAt(at + 2) == '/');
    }

    /** Outside of brackets: then nothing of the whole is certain. */
    private static boolean hasAlternatives(String regex) {
        int depth = 0;
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> i++;
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case '|' -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static String wholeSegments(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String withoutTrailingSlash(String path) {
        boolean more = path.length() > 1 && path.endsWith(ROOT);
        return path.isEmpty() ? ROOT : more ? path.substring(0, path.length() - 1) : path;
    }
}
