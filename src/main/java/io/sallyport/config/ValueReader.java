package io.sallyport.config;

import io.sallyport.config.YamlNode.Scalar;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single values. What does not fit becomes a violation and null; so does what is missing. */
final class ValueReader {

    /** YAML 1.1 reads {@code 010} as 8 and YAML 1.2 as 10, so leading zeros are refused. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})");

    private final Findings findings;

    ValueReader(Findings findings) {
        this.findings = findings;
    }

    @Nullable
    String text(FieldPath at, TextRule rule) {
        String text = anyText(at, rule);
        // Judging a regular expression costs; once the findings are full, nobody would read the judgement.
        String objection =
                text == null || findings.full() ? null : rule.objection().to(text);
        if (objection == null) {
            return text;
        }
        findings.refuse(at, objection, rule.allowed());
        return null;
    }

    @Nullable
    Integer integer(FieldPath at, IntRange range) {
        if (at.node() instanceof Scalar scalar
                && scalar.kind() == ScalarKind.NUMBER
                && WHOLE_NUMBER.matcher(scalar.text()).matches()
                && range.contains(Long.parseLong(scalar.text()))) {
            return Integer.valueOf(scalar.text());
        }
        refuse(at, range.allowed() + ", in plain decimal digits");
        return null;
    }

    @Nullable
    Boolean flag(FieldPath at) {
        if (at.node() instanceof Scalar scalar && scalar.kind() == ScalarKind.BOOLEAN) {
            return Boolean.valueOf(scalar.text());
        }
        refuse(at, "true or false");
        return null;
    }

    @Nullable
    Duration duration(FieldPath at) {
        String text = text(at, Durations.RULE);
        return text == null ? null : Durations.parse(text);
    }

    @Nullable
    Duration duration(FieldPath at, DurationRange range) {
        Duration duration = duration(at);
        if (duration == null || range.contains(duration)) {
            return duration;
        }
        refuse(at, range.allowed());
        return null;
    }

    /** Plain digits need no quotes. */
    @Nullable
    Long size(FieldPath at, SizeRange range) {
        if (at.node() instanceof Scalar scalar
                && (scalar.kind() == ScalarKind.NUMBER || scalar.kind() == ScalarKind.TEXT)) {
            long bytes = Sizes.parse(scalar.text());
            if (bytes >= 0 && range.contains(bytes)) {
                return bytes;
            }
        }
        refuse(at, range.allowed());
        return null;
    }

    <E> @Nullable E choice(FieldPath at, Choices<E> choices) {
        String text = text(at, choices.rule());
        return text == null ? null : choices.byName().get(text);
    }

    private @Nullable String anyText(FieldPath at, TextRule rule) {
        if (!(at.node() instanceof Scalar scalar)) {
            refuse(at, rule.allowed());
            return null;
        }
        if (scalar.kind() == ScalarKind.TEXT) {
            return scalar.text();
        }
        boolean fits = scalar.kind() != ScalarKind.NOTHING && rule.objection().to(scalar.text()) == null;
        refuse(at, fits ? rule.allowed() + "; write it in quotes" : rule.allowed());
        return null;
    }

    /** Says what stands at the place instead. */
    private void refuse(FieldPath at, String allowed) {
        YamlNode node = at.node();
        findings.refuse(at, node == null ? "nothing" : node.describe(), allowed);
    }
}
