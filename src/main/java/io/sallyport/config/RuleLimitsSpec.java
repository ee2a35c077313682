package io.sallyport.config;

import org.jspecify.annotations.Nullable;

/**
 * How much a rule takes from its clients, in place of what its listeners say.
 *
 * @param bodyBytes of a request's body; absent: as the listener says
 */
public record RuleLimitsSpec(@Nullable Long bodyBytes) {

    /** What holds for a rule that says nothing. */
    public static final RuleLimitsSpec DEFAULT = new RuleLimitsSpec(null);
}
