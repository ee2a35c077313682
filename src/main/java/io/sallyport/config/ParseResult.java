package io.sallyport.config;

import java.util.List;

/** What became of the bytes of a document. */
public sealed interface ParseResult {

    /** The document keeps every rule that can be judged without files and sockets. */
    record Parsed(GatewayDocument document) implements ParseResult {}

    /**
     * The document breaks at least one rule and is refused whole.
     *
     * @param revision of the refused bytes
     * @param violations all of them, by line and column; not empty
     */
    record Refused(String revision, List<Violation> violations) implements ParseResult {

        public Refused {
            violations = List.copyOf(violations);
        }
    }
}
