package io.sallyport.source;

import io.sallyport.config.Violation;
import java.time.Instant;
import java.util.List;

/**
 * A document that is in force.
 *
 * @param at when it came into force
 * @param lastGood it is the kept one, and the source shows another or none
 * @param warnings what deserves a look all the same
 */
public record Taken(String revision, Instant at, boolean lastGood, List<Violation> warnings) {

    public Taken {
        warnings = List.copyOf(warnings);
    }
}
