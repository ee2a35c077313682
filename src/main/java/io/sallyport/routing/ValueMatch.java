package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/** A condition on one header or one query parameter (Gateway API {@code HTTPHeaderMatch}). */
public sealed interface ValueMatch {

    /** The header's or the parameter's name. */
    String name();

    /** Whether the value meets this condition; an absent one (null) never does. */
    boolean matches(@Nullable String value);

    /** What the value is held against, in the words of a document: {@code Exact "always"}. */
    String text();

    /** The same condition under another name. */
    ValueMatch named(String name);

    /** The whole value, with case. */
    static ValueMatch exact(String name, String value) {
        return new Exact(name, value);
    }

    /**
     * An RE2 expression for the whole value; a value above 4 KiB never matches.
     *
     * @throws IllegalArgumentException if the expression is not valid, or its program is larger than 100
     */
    static ValueMatch regex(String name, String regex) {
        return new Regex(name, ValuePattern.compile(regex));
    }

    /** See {@link #exact}. */
    record Exact(String name, String value) implements ValueMatch {

        @Override
        public boolean matches(@Nullable String actual) {
            return value.equals(actual);
        }

        @Override
        public String text() {
            return "Exact \"" + value + '"';
        }

        @Override
        public ValueMatch named(String other) {
            return new Exact(other, value);
        }
    }

    /** See {@link #regex}. */
    final class Regex implements ValueMatch {

        private final String name;
        private final ValuePattern pattern;

        private Regex(String name, ValuePattern pattern) {
            this.name = name;
            this.pattern = pattern;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean matches(@Nullable String value) {
            return value != null && pattern.matches(value);
        }

        @Override
        public String text() {
            return "RegularExpression \"" + pattern.text() + '"';
        }

        @Override
        public ValueMatch named(String other) {
            return new Regex(other, pattern);
        }
    }
}
