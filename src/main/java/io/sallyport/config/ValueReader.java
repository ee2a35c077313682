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
        String text = anyText(at, rule.allowed());
        String objection = text == null ? null : rule.objection().to(text);
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
        return refuse(at, range.allowed());
    }

    @Nullable
    Boolean flag(FieldPath at) {
        if (at.node() instanceof Scalar scalar && scalar.kind() == ScalarKind.BOOLEAN) {
            return Boolean.valueOf(scalar.text());
        }
        return refuse(at, "true or false");
    }

    @Nullable
    Duration duration(FieldPath at) {
        String text = anyText(at, Durations.ALLOWED);
        Duration duration = text == null ? null : Durations.parse(text);
        return text == null || duration != null ? duration : refuse(at, Durations.ALLOWED);
    }

    <E> @Nullable E choice(FieldPath at, Choices<E> choices) {
        String text = anyText(at, choices.allowed());
        if (text == null) {
            return null;
        }
        E chosen = choices.byName().get(text);
        if (chosen != null) {
            return chosen;
        }
        String later = choices.planned().contains(text) ? ", which is not built yet" : "";
        findings.refuse(at, Quote.of(text) + later, choices.allowed());
        return null;
    }

    private @Nullable String anyText(FieldPath at, String allowed) {
        if (!(at.node() instanceof Scalar scalar)) {
            return refuse(at, allowed);
        }
        return switch (scalar.kind()) {
            case TEXT -> scalar.text();
            case NOTHING -> refuse(at, allowed);
            case NUMBER, BOOLEAN -> refuse(at, allowed + "; in quotes if this is meant");
        };
    }

    /** Says what stands at the place instead. */
    private <T> @Nullable T refuse(FieldPath at, String allowed) {
        YamlNode node = at.node();
        findings.refuse(at, node == null ? "nothing" : node.describe(), allowed);
        return null;
    }
}
