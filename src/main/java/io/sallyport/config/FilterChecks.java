package io.sallyport.config;

import java.util.List;

/** Checks the filters of a rule against each other, and against what else the rule says (Gateway API {@code HTTPRouteRule}). */
final class FilterChecks {

    private final Findings findings;

    FilterChecks(Findings findings) {
        this.findings = findings;
    }

    void check(RuleSpec rule, FieldPath at) {
        FieldPath filters = at.field("filters");
        boolean redirects = has(rule.filters(), FilterSpec.RequestRedirect.class);
        if (redirects && has(rule.filters(), FilterSpec.UrlRewrite.class)) {
            findings.refuse(filters, "RequestRedirect and URLRewrite", "only one of both");
        }
        if (redirects && !rule.backendRefs().isEmpty()) {
            findings.refuse(at.field("backendRefs"), "a backend", "none, as RequestRedirect answers every request");
        }
        checkPrefixes(rule, rule.filters(), filters);
        for (int i = 0; i < rule.backendRefs().size(); i++) {
            List<FilterSpec> own = rule.backendRefs().get(i).filters();
            FieldPath place = at.field("backendRefs").index(i).field("filters");
            if (has(own, FilterSpec.RequestRedirect.class)) {
                findings.refuse(place, "RequestRedirect", "filters that forward; a redirect stands in the rule's");
            }
            if (has(own, FilterSpec.Cors.class)) {
                findings.refuse(place, "CORS", "none here: a preflight is answered before a backend is chosen");
            }
            checkPrefixes(rule, own, place);
        }
    }

    static boolean has(List<FilterSpec> filters, Class<? extends FilterSpec> kind) {
        return filters.stream().anyMatch(kind::isInstance);
    }

    /** Which prefix is replaced must be certain: there is one match, and it has one. */
    private void checkPrefixes(RuleSpec rule, List<FilterSpec> filters, FieldPath at) {
        boolean certain = rule.matches().isEmpty()
                || (rule.matches().size() == 1 && rule.matches().get(0).path().type() == PathSpec.Type.PATH_PREFIX);
        if (!certain && filters.stream().anyMatch(FilterChecks::replacesPrefix)) {
            findings.refuse(at, "ReplacePrefixMatch", "only where the rule has exactly one match, of type PathPrefix");
        }
    }

    private static boolean replacesPrefix(FilterSpec filter) {
        PathModifierSpec path = null;
        if (filter instanceof FilterSpec.RequestRedirect redirect) {
            path = redirect.path();
        } else if (filter instanceof FilterSpec.UrlRewrite rewrite) {
            path = rewrite.path();
        }
        return path != null && path.type() == PathModifierSpec.Type.REPLACE_PREFIX_MATCH;
    }
}
