package io.sallyport.source;

import io.sallyport.config.Violation;
import java.time.Instant;
import java.util.List;

/**
 * A document that is not in force, and why. With the revision that is in force: its files were changed, and the changed
 * ones are refused while the old ones stay.
 *
 * @param at when it was first refused for these reasons
 */
public record Refused(String revision, Instant at, List<Violation> violations) {

    public Refused {
        violations = List.copyOf(violations);
    }
}
