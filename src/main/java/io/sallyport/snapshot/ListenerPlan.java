package io.sallyport.snapshot;

import io.sallyport.routing.PathPolicy;
import io.sallyport.routing.RouteTable;
import io.sallyport.routing.Underscores;
import io.sallyport.telemetry.RuleMeters;
import org.jspecify.annotations.Nullable;

/**
 * A listener of the document with the rules that it lets in.
 *
 * @param hostname absent: any
 * @param unrouted where requests count that met no rule
 * @param paths how the paths of requests are read
 * @param underscores what becomes of header fields with an underscore in their name
 * @param inFlight what is under way on it, carried over from document to document
 * @param mostInFlight beyond which requests are refused
 * @param tellsWay whether trusted clients are told which way a request went
 */
public record ListenerPlan(
        String name,
        @Nullable String hostname,
        RouteTable<RulePlan> routes,
        RuleMeters unrouted,
        PathPolicy paths,
        Underscores underscores,
        InFlight inFlight,
        int mostInFlight,
        boolean tellsWay) {}
