package io.sallyport.routing;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule and one of its matches, on one host. */
record Candidate<T>(HostMatch host, RouteMatch match, T rule) {

    /** The Gateway API's order among matches of one host and path; a stable sort keeps document order among equals. */
    static final Comparator<Candidate<?>> PRECEDENCE = Comparator.<Candidate<?>, Boolean>comparing(
                    candidate -> candidate.match().method() == null)
            .thenComparing(candidate -> -candidate.match().headers().size())
            .thenComparing(candidate -> -candidate.match().queryParams().size());

    /** The first that admits the request, whose path is known to match. */
    static <T> @Nullable T first(@Nullable List<Candidate<T>> inOrder, RequestHead head) {
        if (inOrder == null) {
            return null;
        }
        for (int i = 0; i < inOrder.size(); i++) {
            Candidate<T> candidate = inOrder.get(i);
            if (candidate.match().admits(head)) {
                return candidate.rule();
            }
        }
        return null;
    }

    /** The first that admits the request and matches its path. */
    static <T> @Nullable T firstWithPath(List<Candidate<T>> inOrder, RequestHead head) {
        for (int i = 0; i < inOrder.size(); i++) {
            Candidate<T> candidate = inOrder.get(i);
            // The path last: it is a regular expression, dearer than the rest.
            if (candidate.match().admits(head) && candidate.match().path().matches(head.path())) {
                return candidate.rule();
            }
        }
        return null;
    }
}
