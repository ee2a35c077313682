package io.sallyport.snapshot;

import io.sallyport.resilience.RetryPolicy;
import io.sallyport.routing.CorsPolicy;
import io.sallyport.routing.HeaderEdit;
import io.sallyport.routing.Redirect;
import io.sallyport.routing.TrafficSplit;
import io.sallyport.telemetry.RuleMeters;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule as a request meets it.
 *
 * @param rule its name, or its index from 0
 * @param split null: the rule names no backend
 * @param sticky how a split chooses; null: by a draw
 * @param sessions go before the split; null: there are none
 * @param meters of this rule on this listener
 * @param upgrades protocols that a client may switch to, in lower case
 */
public record RulePlan(
        String route,
        String rule,
        @Nullable TrafficSplit<Destination> split,
        RuleFilters filters,
        @Nullable StickyKey sticky,
        @Nullable Sessions sessions,
        Timeouts timeouts,
        RetryPolicy retry,
        RuleMeters meters,
        Set<String> upgrades) {

    public RulePlan {
        upgrades = Set.copyOf(upgrades);
    }

    /**
     * What is done whichever backend is chosen.
     *
     * @param redirect null: the rule forwards
     * @param response changes of the gateway's own redirects
     * @param cors null: preflights are forwarded as other requests are
     */
    public record RuleFilters(
            @Nullable Redirect redirect,
            List<HeaderEdit> response,
            @Nullable CorsPolicy cors) {

        public RuleFilters {
            response = List.copyOf(response);
        }
    }

    /**
     * In nanoseconds; 0 disables.
     *
     * @param request from the request's head to the answer's head
     * @param backendRequest the same for one attempt
     * @param streamIdle after the answer's head, without a byte in either direction
     * @param tunnelIdle the same after a change of protocols
     */
    public record Timeouts(long request, long backendRequest, long streamIdle, long tunnelIdle) {}
}
