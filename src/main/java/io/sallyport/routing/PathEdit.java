package io.sallyport.routing;

/** How a request's path is changed (Gateway API {@code HTTPPathModifier}); the query is no part of it. */
public sealed interface PathEdit {

    /** The path that takes the given one's place. */
    String apply(String path);

    /** Whatever was asked for becomes this path. */
    static PathEdit full(String path) {
        return new Full(path);
    }

    /**
     * A prefix becomes another, by whole segments; trailing slashes of both are ignored.
     *
     * @param prefix that the path was matched by
     * @param replacement may be empty
     */
    static PathEdit prefix(String prefix, String replacement) {
        return new Prefix(PathMatch.withoutTrailingSlashes(prefix), PathMatch.withoutTrailingSlashes(replacement));
    }

    /** See {@link #full}. */
    record Full(String value) implements PathEdit {

        @Override
        public String apply(String path) {
            return value;
        }
    }

    /** See {@link #prefix}. */
    record Prefix(String prefix, String replacement) implements PathEdit {

        /** The target {@code *} has no segments. */
        @Override
        public String apply(String path) {
            if (!path.startsWith("/")) {
                return path;
            }
            String changed = replacement + path.substring(prefix.length());
            return changed.isEmpty() ? "/" : changed;
        }
    }
}
