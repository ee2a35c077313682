package io.sallyport.config;

/**
 * A condition on the path, without its query.
 *
 * @param type how the value is compared; {@code PathPrefix} by default
 * @param value a prefix matches whole segments; an expression is RE2 and matches the whole path
 */
public record PathSpec(Type type, String value) {

    /** How the value is compared. */
    public enum Type {
        EXACT,
        PATH_PREFIX,
        REGULAR_EXPRESSION
    }
}
