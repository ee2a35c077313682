package io.sallyport.config;

import io.sallyport.config.HeaderModifierSpec.HeaderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the header fields that a filter changes (Gateway API {@code HTTPHeaderFilter}). */
final class HeaderModifierReader {

    private static final IntRange SOME = new IntRange(0, 16);
    private static final Keys MODIFIER = Keys.of("set", "add", "remove");
    private static final Keys HEADER = Keys.of("name", "value");

    private final Findings findings;
    private final ValueReader values;

    HeaderModifierReader(Findings findings) {
        this.findings = findings;
        this.values = new ValueReader(findings);
    }

    /** One name in one list, and there once: else it would depend on the order what comes of it. */
    HeaderModifierSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, MODIFIER, findings);
        Unique names = new Unique(findings);
        List<HeaderSpec> set = in.list("set", SOME, item -> header(item, names));
        List<HeaderSpec> add = in.list("add", SOME, item -> header(item, names));
        List<String> remove = new ArrayList<>();
        in.list("remove", SOME, item -> {
            String name = values.text(item, HeaderNames.CHANGEABLE);
            names.check(item, name == null ? "" : name.toLowerCase(Locale.ROOT));
            return remove.add(name == null ? "" : name);
        });
        return new HeaderModifierSpec(set, add, remove);
    }

    private HeaderSpec header(FieldPath at, Unique names) {
        ObjectReader in = new ObjectReader(at, HEADER, findings);
        HeaderSpec header = new HeaderSpec(
                in.requiredText("name", HeaderNames.CHANGEABLE), in.requiredText("value", TextRules.WRITTEN_VALUE));
        names.check(at.field("name"), header.name().toLowerCase(Locale.ROOT));
        return header;
    }
}
