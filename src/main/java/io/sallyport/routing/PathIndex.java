package io.sallyport.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The matches of one host, found by path: exact ones hashed, prefixes in a trie of segments, expressions in a list. */
final class PathIndex<T> {

    private final Map<String, List<Candidate<T>>> exact = new HashMap<>();
    private final SegmentNode<List<Candidate<T>>> prefixes = SegmentNode.root();
    private final List<Candidate<T>> expressions = new ArrayList<>();

    /** Takes a candidate; they come in the order of {@link Candidate#PRECEDENCE}. */
    void add(Candidate<T> candidate) {
        PathMatch path = candidate.match().path();
        if (path instanceof PathMatch.Exact whole) {
            exact.computeIfAbsent(whole.value(), value -> new ArrayList<>(1)).add(candidate);
        } else if (path instanceof PathMatch.Prefix prefix) {
            nodeOf(prefix.value()).valueOr(() -> new ArrayList<>(1)).add(candidate);
        } else {
            expressions.add(candidate);
        }
    }

    /** The rule of the first match by precedence: exact path, longest prefix, expression. */
    @Nullable
    T find(RequestHead head) {
        String path = head.path();
        T rule = Candidate.first(exact.get(path), head);
        SegmentNode<List<Candidate<T>>> node = rule == null ? deepest(path) : null;
        while (rule == null && node != null) {
            rule = Candidate.first(node.value(), head);
            node = node.parent();
        }
        return rule == null ? Candidate.firstWithPath(expressions, head) : rule;
    }

    /** The candidates that {@link #find} looks at for a path, in its order, as if none of them admitted the request. */
    List<Candidate<T>> tried(String path) {
        List<Candidate<T>> tried = new ArrayList<>(exact.getOrDefault(path, List.of()));
        for (SegmentNode<List<Candidate<T>>> node = deepest(path); node != null; node = node.parent()) {
            List<Candidate<T>> here = node.value();
            tried.addAll(here == null ? List.of() : here);
        }
        tried.addAll(expressions);
        return tried;
    }

    private SegmentNode<List<Candidate<T>>> nodeOf(String prefix) {
        SegmentNode<List<Candidate<T>>> node = prefixes;
        int from = 1;
        while (from <= prefix.length()) {
            int to = endOfSegment(prefix, from);
            node = node.childOrNew(prefix, from, to);
            from = to + 1;
        }
        return node;
    }

    /** The node of the longest known chain of segments; stops at the first unknown one, so long paths cost nothing. */
    private SegmentNode<List<Candidate<T>>> deepest(String path) {
        SegmentNode<List<Candidate<T>>> node = prefixes;
        int from = path.startsWith("/") ? 1 : path.length() + 1;
        while (from <= path.length()) {
            int to = endOfSegment(path, from);
            SegmentNode<List<Candidate<T>>> child = node.child(path, from, to);
            if (child == null) {
                return node;
            }
            node = child;
            from = to + 1;
        }
        return node;
    }

    private static int endOfSegment(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }
}
