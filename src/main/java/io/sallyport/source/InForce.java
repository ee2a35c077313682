package io.sallyport.source;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document that runs.
 *
 * @param kept whether it is the last good one, and the source shows another or none
 * @param refused why its changed files are not taken; absent: they are
 */
record InForce(
        Content content,
        GatewayDocument document,
        Instant takenAt,
        boolean kept,
        List<Violation> warnings,
        @Nullable Refused refused,
        boolean recheck) {

    InForce {
        warnings = List.copyOf(warnings);
    }

    String revision() {
        return content.revision();
    }

    /** As it is told to others. */
    Taken told(Instant at) {
        return new Taken(revision(), at, kept, warnings);
    }

    InForce shownBySource() {
        return new InForce(content, document, takenAt, false, warnings, refused, recheck);
    }

    InForce withFiles(Attempt attempt) {
        return new InForce(content, document, takenAt, kept, attempt.warnings(), null, attempt.recheck());
    }

    InForce withRefusedFiles(Refused why, boolean tryAgain) {
        return new InForce(content, document, takenAt, kept, warnings, why, tryAgain);
    }
}
