package io.sallyport.proxy;

/**
 * Finds {@code .} and {@code ..} among a path's segments, also where the dot is written {@code %2e} or a parameter
 * follows. A backend that resolves them would serve another path than the one a rule was chosen by.
 */
final class DotSegments {

    private DotSegments() {}

    static boolean in(String path) {
        int slash = path.indexOf('/');
        while (slash >= 0) {
            if (dotsOnly(path, slash + 1)) {
                return true;
            }
            slash = path.indexOf('/', slash + 1);
        }
        return false;
    }

    /** Whether one or two dots and nothing else stand between here and the segment's end. */
    private static boolean dotsOnly(String path, int from) {
        int at = from;
        int dots = 0;
        while (at < path.length() && path.charAt(at) != '/' && path.charAt(at) != ';') {
            int width = dot(path, at);
            if (width == 0 || ++dots > 2) {
                return false;
            }
            at += width;
        }
        return dots > 0;
    }

    private static int dot(String path, int at) {
        if (path.charAt(at) == '.') {
            return 1;
        }
        return path.regionMatches(true, at, "%2e", 0, 3) ? 3 : 0;
    }
}
