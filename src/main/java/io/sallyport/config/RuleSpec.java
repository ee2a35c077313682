package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the requests that meet any of the matches.
 *
 * @param name absent: the rule is known by its index
 * @param matches empty: every request (Gateway API: a prefix match on {@code /})
 * @param filters come before those of the backendRef that is chosen
 */
public record RuleSpec(
        @Nullable String name,
        List<MatchSpec> matches,
        List<FilterSpec> filters,
        List<BackendRefSpec> backendRefs,
        @Nullable StickySpec sticky,
        TimeoutsSpec timeouts,
        @Nullable RetrySpec retry,
        RuleLimitsSpec limits) {

    public RuleSpec {
        matches = List.copyOf(matches);
        filters = List.copyOf(filters);
        backendRefs = List.copyOf(backendRefs);
    }
}
