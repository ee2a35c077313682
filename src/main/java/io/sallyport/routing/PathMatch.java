package io.sallyport.routing;

/** A condition on a request's path, without its query (Gateway API {@code HTTPPathMatch}). */
public sealed interface PathMatch {

    /** Whether the path meets this condition. */
    boolean matches(String path);

    /** The condition in the words of a document: {@code PathPrefix /reviews}. */
    String text();

    /** The whole path, with case; a trailing slash counts. */
    static PathMatch exact(String path) {
        return new Exact(path);
    }

    /**
     * Whole segments from the start: {@code /foo} takes {@code /foo}, {@code /foo/} and {@code /foo/bar}, not
     * {@code /foobar}; a trailing slash of the prefix is ignored, and {@code /} takes every path.
     *
     * @throws IllegalArgumentException if it does not begin with a slash
     */
    static PathMatch prefix(String prefix) {
        return new Prefix(prefix);
    }

    /**
     * An RE2 expression for the whole path; a path above 4 KiB never matches.
     *
     * @throws IllegalArgumentException if the expression is not valid, or its program is larger than 100
     */
    static PathMatch regex(String regex) {
        return new Regex(ValuePattern.compile(regex));
    }

    /** Slashes at a prefix's end mean nothing. */
    static String withoutTrailingSlashes(String prefix) {
        int end = prefix.length();
        while (end > 0 && prefix.charAt(end - 1) == '/') {
            end--;
        }
        return prefix.substring(0, end);
    }

    /** See {@link #exact}. */
    record Exact(String value) implements PathMatch {

        @Override
        public boolean matches(String path) {
            return path.equals(value);
        }

        @Override
        public String text() {
            return "Exact " + value;
        }
    }

    /** See {@link #prefix}; the value is kept without its trailing slashes. */
    record Prefix(String value) implements PathMatch {

        public Prefix {
            if (!value.startsWith("/")) {
                throw new IllegalArgumentException("a path prefix begins with /, was " + value);
            }
            value = withoutTrailingSlashes(value);
        }

        @Override
        public boolean matches(String path) {
            return value.isEmpty()
                    || (path.startsWith(value)
                            && (path.length() == value.length() || path.charAt(value.length()) == '/'));
        }

        @Override
        public String text() {
            return "PathPrefix " + (value.isEmpty() ? "/" : value);
        }
    }

    /** See {@link #regex}. */
    final class Regex implements PathMatch {

        private final ValuePattern pattern;

        private Regex(ValuePattern pattern) {
            this.pattern = pattern;
        }

        @Override
        public boolean matches(String path) {
            return pattern.matches(path);
        }

        @Override
        public String text() {
            return "RegularExpression " + pattern.text();
        }
    }
}
