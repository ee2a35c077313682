package io.sallyport.config;

import java.util.regex.Pattern;

/**
 * What an unquoted YAML scalar is by the core schema of YAML 1.2 (section 10.3.2), where {@code no} and {@code on} are
 * text and not booleans.
 */
enum ScalarKind {
    NOTHING,
    BOOLEAN,
    NUMBER,
    TEXT;

    private static final Pattern NUMBERS = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
            + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    static ScalarKind of(String plain) {
        return switch (plain) {
            case "", "~", "null", "Null", "NULL" -> NOTHING;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> BOOLEAN;
            default -> isNumber(plain) ? NUMBER : TEXT;
        };
    }

    String describe(String text) {
        return switch (this) {
            case NOTHING -> "nothing";
            case BOOLEAN -> "the boolean " + text;
            case NUMBER -> "the number " + Quote.cut(text);
            case TEXT -> Quote.of(text);
        };
    }

    private static boolean isNumber(String text) {
        char first = text.charAt(0);
        boolean mayBe = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
        return mayBe && NUMBERS.matcher(text).matches();
    }
}
