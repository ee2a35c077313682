package io.sallyport.config;

import java.time.Duration;
import java.util.List;

/**
 * Finds rules that let clients wait for longer than the OpenShift router before the gateway does: it gives up first, and
 * answers 504 in the gateway's place.
 */
public final class RouterTimeouts {

    private final Duration limit;
    private final Findings findings = new Findings();

    private RouterTimeouts(Duration limit) {
        this.limit = limit;
    }

    /**
     * One warning for each wait that may be longer.
     *
     * @param limit for how long the router waits for a byte ({@code haproxy.router.openshift.io/timeout}, 30 s by default)
     */
    public static List<Violation> warnings(GatewayDocument document, Duration limit) {
        RouterTimeouts timeouts = new RouterTimeouts(limit);
        List<RouteSpec> routes = document.spec().routes();
        for (int i = 0; i < routes.size(); i++) {
            FieldPath rules = document.routes().get(i).field("rules");
            List<RuleSpec> specs = routes.get(i).rules();
            for (int j = 0; j < specs.size(); j++) {
                timeouts.check(specs.get(j), rules.index(j).field("timeouts"));
            }
        }
        return timeouts.findings.warnings();
    }

    private void check(RuleSpec rule, FieldPath at) {
        if (rule.backendRefs().isEmpty()) {
            return;
        }
        TimeoutsSpec timeouts = rule.timeouts();
        FieldPath request = at.field("request");
        FieldPath backendRequest = at.field("backendRequest");
        boolean whole = !timeouts.request().isZero();
        FieldPath place = whole || backendRequest.node() == null ? request : backendRequest;
        warn(place, whole ? timeouts.request() : allTries(rule), "an answer's head");
        FieldPath streamIdle = at.field("streamIdle");
        if (streamIdle.node() != null) {
            warn(streamIdle, timeouts.streamIdle(), "the next byte of an answer");
        }
    }

    /** Zero if a try may take for ever. */
    private static Duration allTries(RuleSpec rule) {
        Duration each = rule.timeouts().backendRequest();
        RetrySpec retry = rule.retry();
        return each.isZero() || retry == null ? each : retry.longest(each);
    }

    private void warn(FieldPath at, Duration wait, String awaited) {
        if (wait.isZero() || wait.compareTo(limit) > 0) {
            String found = wait.isZero() ? "no limit to the wait for " : "a wait of " + Durations.text(wait) + " for ";
            findings.warn(
                    at,
                    WarningKind.ROUTER_TIMEOUT,
                    found + awaited,
                    "better at most the router's timeout, " + Durations.text(limit) + ": it gives up then");
        }
    }
}
