package io.sallyport.config;

/** Rules as the gateway's own document has them. */
final class OwnWords implements RuleWords {

    private static final Keys RULE = Keys.of(
                    "name",
                    "matches",
                    "filters",
                    "backendRefs",
                    "sticky",
                    "sessionPersistence",
                    "timeouts",
                    "retry",
                    "upgrades",
                    "limits")
            .planned("access", "rateLimit", "circuitBreaker", "cors", "tracing", "loadBalancing");
    private static final Keys BACKEND_REF = Keys.of("name", "weight", "filters");
    private static final Keys MIRROR_REF = Keys.of("name");
    private static final Keys TIMEOUTS = Keys.of("request", "backendRequest", "streamIdle", "tunnelIdle");

    @Override
    public Keys rule() {
        return RULE;
    }

    @Override
    public Keys timeouts() {
        return TIMEOUTS;
    }

    @Override
    public Keys backendRef() {
        return BACKEND_REF;
    }

    @Override
    public Keys mirrorRef() {
        return MIRROR_REF;
    }

    @Override
    public int attempts(ObjectReader retry, IntRange range) {
        return retry.requiredInteger("attempts", range, 1);
    }

    @Override
    public String backend(ObjectReader ref) {
        return ref.requiredText("name", TextRules.LABEL);
    }
}
