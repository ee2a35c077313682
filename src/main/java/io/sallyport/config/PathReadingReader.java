package io.sallyport.config;

import io.sallyport.config.PathReadingSpec.DotSegments;
import io.sallyport.config.PathReadingSpec.DoubledSlashes;
import io.sallyport.config.PathReadingSpec.EscapedSlashes;

/** Reads {@code listeners[i].path}. */
final class PathReadingReader {

    private static final Keys KEYS = Keys.of("dotSegments", "doubledSlashes", "escapedSlashes");
    private static final Choices<DotSegments> DOTS = Choices.of(
                    "Normalize", DotSegments.NORMALIZE, "Reject", DotSegments.REJECT)
            .and("Keep", DotSegments.KEEP);
    private static final Choices<DoubledSlashes> DOUBLED = Choices.of(
                    "Merge", DoubledSlashes.MERGE, "Reject", DoubledSlashes.REJECT)
            .and("Keep", DoubledSlashes.KEEP);
    private static final Choices<EscapedSlashes> ESCAPED = Choices.of(
                    "Reject", EscapedSlashes.REJECT, "UnescapeAndRedirect", EscapedSlashes.UNESCAPE_AND_REDIRECT)
            .and("UnescapeAndForward", EscapedSlashes.UNESCAPE_AND_FORWARD)
            .and("Keep", EscapedSlashes.KEEP);

    private final Findings findings;

    PathReadingReader(Findings findings) {
        this.findings = findings;
    }

    PathReadingSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, KEYS, findings);
        return new PathReadingSpec(
                in.choice("dotSegments", DOTS, PathReadingSpec.DEFAULT.dotSegments()),
                in.choice("doubledSlashes", DOUBLED, PathReadingSpec.DEFAULT.doubledSlashes()),
                in.choice("escapedSlashes", ESCAPED, PathReadingSpec.DEFAULT.escapedSlashes()));
    }
}
