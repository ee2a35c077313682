package io.sallyport.config;

/** The bytes are no text, or the text is no YAML tree that can be judged further. */
final class UnreadableDocumentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Violation violation;

    UnreadableDocumentException(Violation violation) {
        super(violation.message());
        this.violation = violation;
    }

    UnreadableDocumentException(int line, int column, String found, String allowed) {
        this(new Violation(line, column, "(document)", found, allowed));
    }

    Violation violation() {
        return violation;
    }
}
