package io.sallyport.config;

/**
 * How a listener reads the paths of requests, before they are matched and forwarded.
 *
 * @param dotSegments what becomes of segments that are {@code .} or {@code ..}
 * @param doubledSlashes what becomes of two and more slashes in a row
 * @param escapedSlashes what becomes of {@code %2f}, {@code %5c} and the backslash
 */
public record PathReadingSpec(DotSegments dotSegments, DoubledSlashes doubledSlashes, EscapedSlashes escapedSlashes) {

    /** What holds where nothing is said. */
    public static final PathReadingSpec DEFAULT =
            new PathReadingSpec(DotSegments.NORMALIZE, DoubledSlashes.MERGE, EscapedSlashes.REJECT);

    /** Segments that are {@code .} or {@code ..}. */
    public enum DotSegments {
        NORMALIZE,
        REJECT,
        KEEP
    }

    /** Slashes in a row. */
    public enum DoubledSlashes {
        MERGE,
        REJECT,
        KEEP
    }

    /** What some backends take for a slash. */
    public enum EscapedSlashes {
        REJECT,
        UNESCAPE_AND_REDIRECT,
        UNESCAPE_AND_FORWARD,
        KEEP
    }
}
