package io.sallyport.config;

import io.sallyport.config.YamlNode.Entry;
import io.sallyport.config.YamlNode.Mapping;
import io.sallyport.config.YamlNode.Scalar;
import io.sallyport.config.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one mapping: says which of its keys are unknown, planned or doubled, then hands out its values by key. A value
 * that breaks a rule is told to the findings and replaced by a harmless one, so that reading goes on and finds the rest;
 * with a violation the whole result is thrown away.
 */
final class ObjectReader {

    private final FieldPath at;
    private final boolean mapping;
    private final Findings findings;
    private final ValueReader values;

    ObjectReader(FieldPath at, Keys keys, Findings findings) {
        this.at = at;
        this.mapping = at.node() instanceof Mapping;
        this.findings = findings;
        this.values = new ValueReader(findings);
        if (at.node() instanceof Mapping written) {
            checkKeys(written, keys);
        } else {
            refuse(at, keys.allowed().isEmpty() ? "a mapping" : "a mapping with " + String.join(", ", keys.allowed()));
        }
    }

    FieldPath at(String key) {
        return at.field(key);
    }

    boolean has(String key) {
        return at.field(key).node() != null;
    }

    @Nullable
    String text(String key, TextRule rule) {
        FieldPath field = at.field(key);
        return field.node() == null ? null : values.text(field, rule);
    }

    /** The empty text if it is missing or wrong. */
    String requiredText(String key, TextRule rule) {
        String text = mapping ? values.text(at.field(key), rule) : null;
        return text == null ? "" : text;
    }

    int integer(String key, IntRange range, int otherwise) {
        return has(key) ? requiredInteger(key, range, otherwise) : otherwise;
    }

    int requiredInteger(String key, IntRange range, int otherwise) {
        Integer number = mapping ? values.integer(at.field(key), range) : null;
        return number == null ? otherwise : number;
    }

    boolean flag(String key) {
        FieldPath field = at.field(key);
        return field.node() != null && Boolean.TRUE.equals(values.flag(field));
    }

    Duration duration(String key, Duration otherwise) {
        FieldPath field = at.field(key);
        Duration duration = field.node() == null ? null : values.duration(field);
        return duration == null ? otherwise : duration;
    }

    Duration duration(String key, DurationRange range, Duration otherwise) {
        FieldPath field = at.field(key);
        Duration duration = field.node() == null ? null : values.duration(field, range);
        return duration == null ? otherwise : duration;
    }

    /** Null if it is missing or wrong. */
    @Nullable
    Long size(String key, SizeRange range) {
        FieldPath field = at.field(key);
        return field.node() == null ? null : values.size(field, range);
    }

    long size(String key, SizeRange range, long otherwise) {
        Long size = size(key, range);
        return size == null ? otherwise : size;
    }

    <E> E choice(String key, Choices<E> choices, E otherwise) {
        return has(key) ? requiredChoice(key, choices, otherwise) : otherwise;
    }

    <E> E requiredChoice(String key, Choices<E> choices, E otherwise) {
        E chosen = mapping ? values.choice(at.field(key), choices) : null;
        return chosen == null ? otherwise : chosen;
    }

    <T> @Nullable T object(String key, Function<FieldPath, T> reader) {
        FieldPath field = at.field(key);
        return field.node() == null ? null : reader.apply(field);
    }

    /** Each item of a list that may be missing. */
    <T> List<T> list(String key, IntRange length, Function<FieldPath, T> item) {
        return has(key) ? requiredList(key, length, item) : List.of();
    }

    <T> List<T> requiredList(String key, IntRange length, Function<FieldPath, T> item) {
        FieldPath field = at.field(key);
        if (!mapping) {
            return List.of();
        }
        if (!(field.node() instanceof Sequence sequence)) {
            refuse(field, allowed(length));
            return List.of();
        }
        int size = sequence.items().size();
        if (!length.contains(size)) {
            findings.refuse(field, size == 0 ? "an empty list" : "a list of " + size, allowed(length));
        }
        // What is too long is read no further, so that no check works through millions.
        int read = Math.min(size, length.most());
        List<T> items = new ArrayList<>(read);
        for (int i = 0; i < read; i++) {
            items.add(item.apply(field.index(i)));
        }
        return items;
    }

    /** A list of different texts; a wrong one is the empty text. */
    List<String> texts(String key, IntRange length, TextRule rule) {
        return has(key) ? requiredTexts(key, length, rule) : List.of();
    }

    List<String> requiredTexts(String key, IntRange length, TextRule rule) {
        Unique unique = new Unique(findings);
        return requiredList(key, length, item -> {
            String text = values.text(item, rule);
            unique.check(item, text == null ? "" : text);
            return text == null ? "" : text;
        });
    }

    private void checkKeys(Mapping written, Keys keys) {
        BitSet seen = new BitSet(keys.allowed().size());
        for (Entry entry : written.entries()) {
            int known = keys.allowed().indexOf(entry.key().text());
            if (known < 0) {
                refuseUnlessOpen(entry.key(), keys);
            } else if (seen.get(known)) {
                findings.refuse(at.violation(entry.key(), "the key a second time", "each key once"));
            } else {
                seen.set(known);
            }
        }
    }

    private void refuseUnlessOpen(Scalar key, Keys keys) {
        if (!keys.open()) {
            refuseKey(key, keys);
        }
    }

    private void refuseKey(Scalar key, Keys keys) {
        String allowed = String.join(", ", keys.allowed());
        if (keys.planned().contains(key.text())) {
            findings.refuse(at.violation(key, "a key that is not built yet", allowed));
            return;
        }
        String meant = findings.full() ? null : NearMiss.of(key.text(), keys.known());
        String hint = meant == null ? "" : " (did you mean " + meant + "?)";
        findings.refuse(at.violation(key, "an unknown key" + hint, allowed));
    }

    private void refuse(FieldPath field, String allowed) {
        YamlNode node = field.node();
        findings.refuse(field, node == null ? "nothing" : node.describe(), allowed);
    }

    private static String allowed(IntRange length) {
        boolean bounded = length.most() < Integer.MAX_VALUE;
        return bounded ? "a list of " + length.least() + " to " + length.most() + " items" : "a list";
    }
}
