package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/**
 * How a listener reads paths, so that what is matched is what a backend serves. Escapes of unreserved characters are
 * always decoded and others written in upper case, for both spellings are one (RFC 3986, 6.2.2); an escape that is none,
 * and {@code %00}, are refused.
 */
public record PathPolicy(DotSegments dotSegments, DoubledSlashes doubledSlashes, EscapedSlashes escapedSlashes) {

    /** Sends a client to the path that was read; it keeps its method. */
    public static final Redirect MOVED = new Redirect(null, null, null, 0, 307);

    /** What becomes of segments that are {@code .} or {@code ..}. */
    public enum DotSegments {
        /** They are resolved (RFC 3986, 5.2.4); refused where a parameter makes it a matter of taste. */
        NORMALIZE,
        REJECT,
        KEEP
    }

    /** What becomes of slashes in a row. */
    public enum DoubledSlashes {
        /** They become one, after dot segments are resolved. */
        MERGE,
        REJECT,
        KEEP
    }

    /** What becomes of {@code %2f}, {@code %5c} and the backslash, which some backends take for a slash. */
    public enum EscapedSlashes {
        REJECT,
        /** They become slashes, and the client is sent to that path. */
        UNESCAPE_AND_REDIRECT,
        /** They become slashes. */
        UNESCAPE_AND_FORWARD,
        KEEP
    }

    /**
     * The path as it is matched and forwarded; the same object if it is in that form already.
     *
     * @return null: it is refused
     */
    public @Nullable String read(String path) {
        return switch (PathScan.of(path, this)) {
            case NORMAL -> path;
            case REFUSED -> null;
            case OTHER -> new PathNormalizer(this).normalize(path);
        };
    }

    /** Whether the client is to be sent to the path that was read. */
    public boolean redirects(String path) {
        return escapedSlashes == EscapedSlashes.UNESCAPE_AND_REDIRECT && Escapes.hideSlash(path);
    }

    /** What a path in a document is compared as: escapes in their one spelling. */
    public static String written(String path) {
        return path.indexOf('%') < 0 ? path : Escapes.unified(path, false);
    }

    boolean unescapes() {
        return escapedSlashes == EscapedSlashes.UNESCAPE_AND_REDIRECT
                || escapedSlashes == EscapedSlashes.UNESCAPE_AND_FORWARD;
    }
}
