package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the requests that meet any of the matches.
 *
 * @param name absent: the rule is known by its index
 * @param matches empty: every request (Gateway API: a prefix match on {@code /})
 * @param filters come before those of the backendRef that is chosen
 * @param upgrades protocols that a client may have its connection switched to (RFC 9110, 7.8); empty: none
 */
public record RuleSpec(
        @Nullable String name,
        List<MatchSpec> matches,
        List<FilterSpec> filters,
        List<BackendRefSpec> backendRefs,
        @Nullable StickySpec sticky,
        @Nullable SessionPersistenceSpec sessionPersistence,
        TimeoutsSpec timeouts,
        @Nullable RetrySpec retry,
        List<String> upgrades) {

    /** What holds for a rule that says nothing: WebSocket (RFC 6455). */
    public static final List<String> DEFAULT_UPGRADES = List.of("websocket");

    public RuleSpec {
        upgrades = List.copyOf(upgrades);
        matches = List.copyOf(matches);
        filters = List.copyOf(filters);
        backendRefs = List.copyOf(backendRefs);
    }
}
