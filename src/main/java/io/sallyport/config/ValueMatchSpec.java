package io.sallyport.config;

/**
 * A condition on one header (names compared without case) or one query parameter (names compared exactly).
 *
 * @param type how the value is compared; {@code Exact} by default
 * @param name of the header or the parameter
 * @param value what its value must be; an expression is RE2 and matches the whole value
 */
public record ValueMatchSpec(Type type, String name, String value) {

    /** How the value is compared. */
    public enum Type {
        EXACT,
        REGULAR_EXPRESSION
    }
}
