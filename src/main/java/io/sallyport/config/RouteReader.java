package io.sallyport.config;

import java.util.List;

/** Reads {@code routes[i]} (Gateway API {@code HTTPRoute}). */
final class RouteReader {

    private static final IntRange LISTENERS = new IntRange(1, 64);
    private static final IntRange HOSTNAMES = new IntRange(0, 16);
    private static final IntRange RULES = new IntRange(1, 16);
    private static final int MOST_MATCHES = 128;
    private static final Keys ROUTE = Keys.of("name", "listeners", "hostnames", "rules")
            .planned("filters", "access", "rateLimit", "cors", "limits", "tracing", "circuitBreaker");

    private final Findings findings;
    private final RuleReader rules;

    RouteReader(Findings findings) {
        this.findings = findings;
        this.rules = new RuleReader(findings);
    }

    RouteSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, ROUTE, findings);
        RouteSpec route = new RouteSpec(
                in.requiredText("name", TextRules.NAME),
                in.texts("listeners", LISTENERS, TextRules.NAME),
                in.texts("hostnames", HOSTNAMES, TextRules.HOSTNAME),
                in.requiredList("rules", RULES, rules::read));
        check(route, in.at("rules"));
        return route;
    }

    private void check(RouteSpec route, FieldPath at) {
        Unique names = new Unique(findings);
        List<RuleSpec> read = route.rules();
        int matches = 0;
        for (int i = 0; i < read.size(); i++) {
            String name = read.get(i).name();
            names.check(at.index(i).field("name"), name == null ? "" : name);
            matches += read.get(i).matches().size();
        }
        if (matches > MOST_MATCHES) {
            findings.refuse(at, matches + " matches", "at most " + MOST_MATCHES + " in all rules of a route");
        }
    }
}
