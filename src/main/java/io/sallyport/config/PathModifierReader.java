package io.sallyport.config;

import io.sallyport.config.PathModifierSpec.Type;

/** Reads how a filter changes the path (Gateway API {@code HTTPPathModifier}). */
final class PathModifierReader {

    private static final String FULL = "replaceFullPath";
    private static final String PREFIX = "replacePrefixMatch";
    private static final Keys MODIFIER = Keys.of("type", FULL, PREFIX);
    private static final Choices<Type> TYPES =
            Choices.of("ReplaceFullPath", Type.REPLACE_FULL_PATH, "ReplacePrefixMatch", Type.REPLACE_PREFIX_MATCH);

    private final Findings findings;

    PathModifierReader(Findings findings) {
        this.findings = findings;
    }

    PathModifierSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, MODIFIER, findings);
        Type type = in.requiredChoice("type", TYPES, Type.REPLACE_FULL_PATH);
        boolean full = type == Type.REPLACE_FULL_PATH;
        String other = full ? PREFIX : FULL;
        if (in.has(other)) {
            findings.refuse(in.at(other), other, "only what the type names");
        }
        String value = full ? in.requiredText(FULL, PathRules.PATH) : in.requiredText(PREFIX, PathRules.REPLACEMENT);
        return new PathModifierSpec(type, value);
    }
}
