package io.sallyport.routing;

/** Escapes in a path (RFC 3986, 2.1). */
final class Escapes {

    private static final int LENGTH = 3;

    private Escapes() {}

    /** The code that stands at this percent sign; -1 if no two hexadecimal digits follow. */
    static int code(String path, int at) {
        if (at + LENGTH > path.length()) {
            return -1;
        }
        int high = hex(path.charAt(at + 1));
        int low = hex(path.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** Characters that mean the same whether they are escaped or not (RFC 3986, 2.3). */
    static boolean unreserved(int code) {
        boolean letter = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
        return letter || (code >= '0' && code <= '9') || code == '-' || code == '.' || code == '_' || code == '~';
    }

    /** A slash, or what some systems take for one. */
    static boolean slash(int code) {
        return code == '/' || code == '\\';
    }

    static boolean lowerCase(String path, int at) {
        return path.charAt(at + 1) >= 'a' || path.charAt(at + 2) >= 'a';
    }

    /** The characters that something other than a slash takes here which some take for one; 0: there is none. */
    static int hiddenSlash(String path, int at) {
        char c = path.charAt(at);
        if (c == '\\') {
            return 1;
        }
        return c == '%' && slash(code(path, at)) ? LENGTH : 0;
    }

    static boolean hideSlash(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (hiddenSlash(path, i) > 0) {
                return true;
            }
        }
        return false;
    }

    /** How many dots stand here, if they are one or two and nothing else up to a slash, a parameter or the end; else 0. */
    static int dots(String path, int from) {
        int at = from;
        while (at < path.length() && path.charAt(at) == '.') {
            at++;
        }
        boolean end = at == path.length() || "/;".indexOf(path.charAt(at)) >= 0 || hiddenSlash(path, at) > 0;
        int dots = at - from;
        return end && dots <= 2 ? dots : 0;
    }

    /**
     * One spelling for all that mean the same: unreserved characters as they are, other escapes in upper case.
     *
     * @param slashes whether hidden slashes are written as such
     */
    static String unified(String path, boolean slashes) {
        StringBuilder unified = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int code = c == '%' ? code(path, i) : c;
            if (slashes && slash(code)) {
                unified.append('/');
            } else if (c != '%' || unreserved(code)) {
                unified.append((char) code);
            } else if (code < 0) {
                unified.append(c);
                continue;
            } else {
                unified.append('%').append(upper(path.charAt(i + 1))).append(upper(path.charAt(i + 2)));
            }
            i += c == '%' ? LENGTH - 1 : 0;
        }
        return unified.toString();
    }

    private static char upper(char hex) {
        return hex >= 'a' ? (char) (hex - 0x20) : hex;
    }
}
