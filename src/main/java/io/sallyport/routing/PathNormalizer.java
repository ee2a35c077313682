package io.sallyport.routing;

import io.sallyport.routing.PathPolicy.DotSegments;
import io.sallyport.routing.PathPolicy.DoubledSlashes;
import org.jspecify.annotations.Nullable;

/** Brings a path that is not in its normal form into it. */
final class PathNormalizer {

    private final PathPolicy policy;

    PathNormalizer(PathPolicy policy) {
        this.policy = policy;
    }

    /** @return null: it is refused */
    @Nullable
    String normalize(String path) {
        String unified = Escapes.unified(path, policy.unescapes());
        if (policy.doubledSlashes() == DoubledSlashes.REJECT && unified.contains("//")) {
            return null;
        }
        String resolved = policy.dotSegments() == DotSegments.KEEP ? unified : resolve(unified);
        return resolved == null || policy.doubledSlashes() != DoubledSlashes.MERGE ? resolved : merge(resolved);
    }

    /** RFC 3986, 5.2.4, for a path that begins with a slash. */
    private @Nullable String resolve(String path) {
        StringBuilder resolved = new StringBuilder(path.length());
        boolean parameters = false;
        for (int from = 1; from <= path.length(); ) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            int dots = Escapes.dots(path, from);
            parameters |= path.indexOf(';', from) >= 0 && path.indexOf(';', from) < end;
            boolean doubtful = parameters || dots != end - from || policy.dotSegments() == DotSegments.REJECT;
            if ((dots > 0 && doubtful) || hidesDots(path, from, end)) {
                return null;
            }
            if (dots == 0) {
                resolved.append('/').append(path, from, end);
            } else {
                leave(resolved, dots, slash < 0);
            }
            from = end + 1;
        }
        return resolved.isEmpty() ? "/" : resolved.toString();
    }

    /** The last segment leaves its slash behind. */
    private static void leave(StringBuilder resolved, int dots, boolean last) {
        if (dots == 2) {
            resolved.setLength(Math.max(0, resolved.lastIndexOf("/")));
        }
        if (last) {
            resolved.append('/');
        }
    }

    /** Whether dots follow something that a backend may take for a slash. */
    private static boolean hidesDots(String path, int from, int end) {
        for (int i = from; i < end; i++) {
            int width = Escapes.hiddenSlash(path, i);
            if (width > 0 && Escapes.dots(path, i + width) > 0) {
                return true;
            }
        }
        return false;
    }

    private static String merge(String path) {
        if (!path.contains("//")) {
            return path;
        }
        StringBuilder merged = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || merged.isEmpty() || merged.charAt(merged.length() - 1) != '/') {
                merged.append(c);
            }
        }
        return merged.toString();
    }
}
