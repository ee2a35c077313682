package io.sallyport.config;

/** Rules as the gateway's own document has them. */
final class OwnWords implements RuleWords {

    private static final Keys MIRROR_REF = Keys.of("name");

    @Override
    public Keys rule() {
        return RuleReader.RULE;
    }

    @Override
    public Keys timeouts() {
        return RuleReader.TIMEOUTS;
    }

    @Override
    public Keys backendRef() {
        return RuleReader.BACKEND_REF;
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
