package io.sallyport.config;

/** A condition on one header (names compared without case) or one query parameter (names compared exactly). */
public record ValueMatchSpec(Type type, String name, String value) {

    /** How the value is compared. */
    public enum Type {
        EXACT,
        REGULAR_EXPRESSION
    }
}
