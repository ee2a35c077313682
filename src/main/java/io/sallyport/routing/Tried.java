package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/**
 * A match that was held against a request.
 *
 * @param unmet the first condition that does not hold; null: all do
 */
public record Tried<T>(
        HostMatch host, RouteMatch match, T rule, @Nullable Unmet unmet) {

    static <T> Tried<T> of(Candidate<T> candidate, RequestHead head) {
        return new Tried<>(candidate.host(), candidate.match(), candidate.rule(), Unmet.of(candidate.match(), head));
    }

    /** Whether every condition holds. */
    public boolean matches() {
        return unmet == null;
    }
}
