package io.sallyport.config;

import java.util.List;

/** Reads what the gateway's own routes and {@code HTTPRoute}s have in common, within the limits of {@code HTTPRouteSpec}. */
final class RouteBody {

    private static final IntRange HOSTNAMES = new IntRange(0, 16);
    private static final IntRange RULES = new IntRange(1, 16);
    private static final int MOST_MATCHES = 128;

    private final Findings findings;
    private final RuleReader rules;

    RouteBody(Findings findings, RuleWords words) {
        this.findings = findings;
        this.rules = new RuleReader(findings, words);
    }

    List<String> hostnames(ObjectReader in) {
        return in.texts("hostnames", HOSTNAMES, TextRules.HOSTNAME);
    }

    /** What a route without rules has (Gateway API: a rule for every request, without a backend). */
    List<RuleSpec> anyRequest(ObjectReader in) {
        return List.of(rules.read(in.at("rules").index(0).holding(List.of())));
    }

    List<RuleSpec> rules(ObjectReader in) {
        List<RuleSpec> read = in.requiredList("rules", RULES, rules::read);
        FieldPath at = in.at("rules");
        Unique names = new Unique(findings);
        int matches = 0;
        for (int i = 0; i < read.size(); i++) {
            String name = read.get(i).name();
            names.check(at.index(i).field("name"), name == null ? "" : name);
            matches += read.get(i).matches().size();
        }
        if (matches > MOST_MATCHES) {
            findings.refuse(at, matches + " matches", "at most " + MOST_MATCHES + " in all rules of a route");
        }
        return read;
    }
}
