package io.sallyport.config;

/**
 * How a path is changed (Gateway API {@code HTTPPathModifier}).
 *
 * @param value the whole new path, or what takes the place of the matched prefix: empty for nothing
 */
public record PathModifierSpec(Type type, String value) {

    /** What the value replaces. */
    public enum Type {
        REPLACE_FULL_PATH,
        REPLACE_PREFIX_MATCH
    }
}
