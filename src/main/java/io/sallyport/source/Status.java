package io.sallyport.source;

import io.sallyport.config.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force, and what the source shows beside it.
 *
 * @param revision of the document in force; absent: none yet
 * @param takenAt when it came into force; absent: none yet
 * @param missing why the source shows no document, or cannot be reached; absent: it shows one
 * @param refused what was refused last and has not been mended since
 * @param warnings of the document in force
 * @param lastGood what a start would fall back to
 * @param onLastGood whether the document in force is the kept one, because the present one was refused or missing
 */
public record Status(
        @Nullable String revision,
        @Nullable Instant takenAt,
        SourceInfo source,
        @Nullable String missing,
        @Nullable Refused refused,
        List<Violation> warnings,
        @Nullable LastGoodInfo lastGood,
        boolean onLastGood) {

    public Status {
        warnings = List.copyOf(warnings);
    }

    Status with(@Nullable LastGoodInfo kept) {
        return new Status(revision, takenAt, source, missing, refused, warnings, kept, onLastGood);
    }
}
