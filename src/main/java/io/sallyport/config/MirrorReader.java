package io.sallyport.config;

/** Reads which backend gets copies, and of how many requests (Gateway API {@code HTTPRequestMirrorFilter}). */
final class MirrorReader {

    private static final int HUNDRED = 100;
    private static final IntRange PERCENT = new IntRange(0, HUNDRED);
    private static final IntRange NUMERATOR = new IntRange(0, Integer.MAX_VALUE);
    private static final IntRange DENOMINATOR = new IntRange(1, Integer.MAX_VALUE);
    private static final Keys MIRROR = Keys.of("backendRef", "percent", "fraction");
    private static final Keys FRACTION = Keys.of("numerator", "denominator");

    private final Findings findings;
    private final RuleWords words;

    MirrorReader(Findings findings, RuleWords words) {
        this.findings = findings;
        this.words = words;
    }

    FilterSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, MIRROR, findings);
        if (at.node() instanceof YamlNode.Mapping && !in.has("backendRef")) {
            findings.refuse(in.at("backendRef"), "nothing", "a mapping with name");
        }
        String backend = in.object("backendRef", this::backend);
        if (in.has("percent") && in.has("fraction")) {
            findings.refuse(in.at("fraction"), "percent and fraction", "only one of both");
        }
        Fraction fraction = in.object("fraction", this::fraction);
        Fraction share = fraction == null ? new Fraction(in.integer("percent", PERCENT, HUNDRED), HUNDRED) : fraction;
        return new FilterSpec.RequestMirror(backend == null ? "" : backend, share.numerator(), share.denominator());
    }

    private record Fraction(int numerator, int denominator) {}

    private String backend(FieldPath at) {
        return words.backend(new ObjectReader(at, words.mirrorRef(), findings));
    }

    private Fraction fraction(FieldPath at) {
        ObjectReader in = new ObjectReader(at, FRACTION, findings);
        int denominator = in.integer("denominator", DENOMINATOR, HUNDRED);
        int numerator = in.requiredInteger("numerator", NUMERATOR, 0);
        if (numerator > denominator) {
            findings.refuse(in.at("numerator"), Integer.toString(numerator), "at most the denominator");
        }
        return new Fraction(numerator, denominator);
    }
}
