package io.sallyport.config;

import java.util.List;
import java.util.Locale;

/** Reads {@code matches[i]} of a rule (Gateway API {@code HTTPRouteMatch}). */
final class MatchReader {

    private static final IntRange CONDITIONS = new IntRange(0, 16);
    private static final Keys MATCH = Keys.of("path", "headers", "queryParams", "method");
    private static final Keys PATH = Keys.of("type", "value");
    private static final Keys CONDITION = Keys.of("type", "name", "value");
    private static final PathSpec ANY_PATH = new PathSpec(PathSpec.Type.PATH_PREFIX, "/");

    private static final Choices<PathSpec.Type> PATH_TYPES = Choices.of(
                    "Exact", PathSpec.Type.EXACT, "PathPrefix", PathSpec.Type.PATH_PREFIX)
            .and("RegularExpression", PathSpec.Type.REGULAR_EXPRESSION);
    private static final Choices<ValueMatchSpec.Type> VALUE_TYPES =
            Choices.of("Exact", ValueMatchSpec.Type.EXACT, "RegularExpression", ValueMatchSpec.Type.REGULAR_EXPRESSION);
    /** CONNECT and TRACE are answered before any rule is looked at. */
    private static final TextRule METHOD = TextRule.holding(
            "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH",
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")::contains);

    private final Findings findings;

    MatchReader(Findings findings) {
        this.findings = findings;
    }

    MatchSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, MATCH, findings);
        PathSpec path = in.object("path", this::path);
        Unique headerNames = new Unique(findings);
        Unique parameterNames = new Unique(findings);
        return new MatchSpec(
                path == null ? ANY_PATH : path,
                in.list("headers", CONDITIONS, item -> header(item, headerNames)),
                in.list("queryParams", CONDITIONS, item -> parameter(item, parameterNames)),
                in.text("method", METHOD));
    }

    private PathSpec path(FieldPath at) {
        ObjectReader in = new ObjectReader(at, PATH, findings);
        PathSpec.Type type = in.choice("type", PATH_TYPES, PathSpec.Type.PATH_PREFIX);
        boolean regex = type == PathSpec.Type.REGULAR_EXPRESSION;
        String value = in.text("value", regex ? RegexRules.REGEX : PathRules.PATH);
        return new PathSpec(type, value == null ? "/" : value);
    }

    private ValueMatchSpec header(FieldPath at, Unique names) {
        ValueMatchSpec header = condition(at, TextRules.HEADER_VALUE);
        names.check(at.field("name"), header.name().toLowerCase(Locale.ROOT));
        return header;
    }

    private ValueMatchSpec parameter(FieldPath at, Unique names) {
        ValueMatchSpec parameter = condition(at, TextRules.QUERY_VALUE);
        names.check(at.field("name"), parameter.name());
        return parameter;
    }

    private ValueMatchSpec condition(FieldPath at, TextRule exact) {
        ObjectReader in = new ObjectReader(at, CONDITION, findings);
        ValueMatchSpec.Type type = in.choice("type", VALUE_TYPES, ValueMatchSpec.Type.EXACT);
        TextRule rule = type == ValueMatchSpec.Type.EXACT ? exact : RegexRules.REGEX;
        return new ValueMatchSpec(type, in.requiredText("name", TextRules.TOKEN_NAME), in.requiredText("value", rule));
    }
}
