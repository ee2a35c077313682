package io.sallyport.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule for a request, with the precedence of the Gateway API's {@code HTTPRoute} v1: the exact host, then the
 * longest wildcard, then any; the exact path, then the longest prefix, then regular expressions; a method; most
 * headers; most query parameters; then the order in the document. Where the most specific host has no rule that
 * matches, the next less specific one is tried.
 *
 * <p>The time of a match depends on the request and on how many matches share one host and path, or are regular
 * expressions of one host; not on the number of routes. Immutable.
 */
public final class RouteTable<T> {

    private final Map<String, PathIndex<T>> exactHosts = new HashMap<>();

    /** Wildcards by their labels from the right. */
    private final SegmentNode<PathIndex<T>> wildcardHosts = SegmentNode.root();

    private final PathIndex<T> anyHost = new PathIndex<>();

    /** All of them, for {@link #passedOver}. */
    private final List<Candidate<T>> candidates;

    private RouteTable(List<Candidate<T>> inOrder) {
        this.candidates = List.copyOf(inOrder);
        for (Candidate<T> candidate : inOrder) {
            indexOf(candidate.host()).add(candidate);
        }
    }

    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /** The rule that the request belongs to, or null if none matches. */
    public @Nullable T match(RequestHead head) {
        String host = head.host();
        PathIndex<T> exact = exactHosts.get(host);
        T rule = exact == null ? null : exact.find(head);
        SegmentNode<PathIndex<T>> node = rule == null ? longestWildcard(host) : null;
        while (rule == null && node != null) {
            PathIndex<T> wildcard = node.value();
            rule = wildcard == null ? null : wildcard.find(head);
            node = node.parent();
        }
        return rule == null ? anyHost.find(head) : rule;
    }

    /**
     * What {@link #match} looks at for a request, in its order and to the end: the first that {@link Tried#matches} is
     * its answer. For explaining; it costs more than a match.
     */
    public List<Tried<T>> tried(RequestHead head) {
        List<PathIndex<T>> hosts = new ArrayList<>();
        PathIndex<T> exact = exactHosts.get(head.host());
        if (exact != null) {
            hosts.add(exact);
        }
        for (SegmentNode<PathIndex<T>> node = longestWildcard(head.host()); node != null; node = node.parent()) {
            PathIndex<T> wildcard = node.value();
            if (wildcard != null) {
                hosts.add(wildcard);
            }
        }
        hosts.add(anyHost);
        return hosts.stream()
                .flatMap(host -> host.tried(head.path()).stream())
                .map(candidate -> Tried.of(candidate, head))
                .toList();
    }

    /**
     * What takes the request's host and not its path; {@link #match} never sees these.
     *
     * @param most how many are wanted; one more tells that there are more
     */
    public List<Tried<T>> passedOver(RequestHead head, int most) {
        return candidates.stream()
                .filter(candidate -> candidate.host().matches(head.host())
                        && !candidate.match().path().matches(head.path())
                        && !(candidate.match().path() instanceof PathMatch.Regex))
                .limit(most)
                .map(candidate -> Tried.of(candidate, head))
                .toList();
    }

    private PathIndex<T> indexOf(HostMatch host) {
        if (host instanceof HostMatch.Exact exact) {
            return exactHosts.computeIfAbsent(exact.name(), name -> new PathIndex<>());
        }
        if (host instanceof HostMatch.Wildcard wildcard) {
            return wildcardNode(wildcard.suffix()).valueOr(PathIndex::new);
        }
        return anyHost;
    }

    private SegmentNode<PathIndex<T>> wildcardNode(String suffix) {
        SegmentNode<PathIndex<T>> node = wildcardHosts;
        int to = suffix.length();
        while (to > 0) {
            int dot = suffix.lastIndexOf('.', to - 1);
            node = node.childOrNew(suffix, dot + 1, to);
            to = dot;
        }
        return node;
    }

    private SegmentNode<PathIndex<T>> longestWildcard(String host) {
        SegmentNode<PathIndex<T>> node = wildcardHosts;
        int dot = host.lastIndexOf('.');
        int to = host.length();
        // The label before a wildcard's suffix must be there: a dot at 0 ends nothing.
        while (dot > 0) {
            SegmentNode<PathIndex<T>> child = node.child(host, dot + 1, to);
            if (child == null) {
                return node;
            }
            node = child;
            to = dot;
            dot = host.lastIndexOf('.', to - 1);
        }
        return node;
    }

    /** Takes the matches in document order. */
    public static final class Builder<T> {

        private final List<Candidate<T>> candidates = new ArrayList<>();

        private Builder() {}

        /** A rule's match on one host; a rule with several hosts or matches comes once for each pair. */
        public Builder<T> add(HostMatch host, RouteMatch match, T rule) {
            candidates.add(new Candidate<>(host, match, rule));
            return this;
        }

        public RouteTable<T> build() {
            List<Candidate<T>> inOrder = new ArrayList<>(candidates);
            inOrder.sort(Candidate.PRECEDENCE);
            return new RouteTable<>(inOrder);
        }
    }
}
