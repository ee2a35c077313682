package io.sallyport.config;

/** A condition on the path, without its query. */
public record PathSpec(Type type, String value) {

    /** How the value is compared. */
    public enum Type {
        EXACT,
        PATH_PREFIX,
        REGULAR_EXPRESSION
    }
}
