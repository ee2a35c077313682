package io.sallyport.source;

import io.sallyport.config.Violation;
import java.util.List;

/**
 * What became of a document that parsed.
 *
 * @param violations empty: it is in force
 * @param warnings beyond those of the document itself
 * @param recheck a file is missing, unfit or held: to be tried again every 30 s
 */
public record Activated(List<Violation> violations, List<Violation> warnings, boolean recheck) {

    public Activated {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }
}
