package io.sallyport.source;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try to bring a document into force.
 *
 * @param document absent: it did not parse, so trying it again is of no use
 * @param violations empty: it is in force
 * @param recheck whether to try again every 30 s
 */
record Attempt(
        Content content,
        @Nullable GatewayDocument document,
        List<Violation> violations,
        List<Violation> warnings,
        boolean recheck) {

    Attempt {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }
}
