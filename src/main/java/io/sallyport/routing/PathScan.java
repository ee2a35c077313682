package io.sallyport.routing;

import io.sallyport.routing.PathPolicy.DotSegments;

/** Tells without allocating anything whether a path is in its normal form. */
enum PathScan {
    NORMAL,
    REFUSED,
    /** It has to be looked at more closely. */
    OTHER;

    static PathScan of(String path, PathPolicy policy) {
        if (!path.startsWith("/")) {
            return NORMAL;
        }
        PathScan found = NORMAL;
        for (int i = 0; i < path.length() && found != REFUSED; i++) {
            PathScan here =
                    switch (path.charAt(i)) {
                        case '%' -> escape(path, i, policy);
                        case '\\' -> hiddenSlash(path, i, policy);
                        case '/' -> slash(path, i, policy);
                        default -> NORMAL;
                    };
            found = here == NORMAL ? found : here;
        }
        return found;
    }

    private static PathScan escape(String path, int at, PathPolicy policy) {
        int code = Escapes.code(path, at);
        if (code <= 0) {
            return REFUSED;
        }
        PathScan hidden = Escapes.slash(code) ? hiddenSlash(path, at, policy) : NORMAL;
        if (hidden != NORMAL) {
            return hidden;
        }
        return Escapes.unreserved(code) || Escapes.lowerCase(path, at) ? OTHER : NORMAL;
    }

    private static PathScan hiddenSlash(String path, int at, PathPolicy policy) {
        return switch (policy.escapedSlashes()) {
            case REJECT -> REFUSED;
            case KEEP -> dots(path, at + Escapes.hiddenSlash(path, at), policy);
            case UNESCAPE_AND_FORWARD, UNESCAPE_AND_REDIRECT -> OTHER;
        };
    }

    private static PathScan slash(String path, int at, PathPolicy policy) {
        if (!path.startsWith("/", at + 1)) {
            return dots(path, at + 1, policy);
        }
        return switch (policy.doubledSlashes()) {
            case MERGE -> OTHER;
            case REJECT -> REFUSED;
            case KEEP -> NORMAL;
        };
    }

    private static PathScan dots(String path, int from, PathPolicy policy) {
        return policy.dotSegments() != DotSegments.KEEP && Escapes.dots(path, from) > 0 ? OTHER : NORMAL;
    }
}
