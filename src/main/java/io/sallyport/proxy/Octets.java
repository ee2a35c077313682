package io.sallyport.proxy;

/** What a byte of HTTP/1 may stand for. */
final class Octets {

    static final int TAB = '\t';
    static final int LF = '\n';
    static final int CR = '\r';
    static final int SPACE = ' ';

    private static final int DELETE = 0x7f;
    private static final byte TOKEN = 1;
    private static final byte TARGET = 2;
    private static final byte FIELD = 4;
    private static final byte[] CLASSES = classes();

    private Octets() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int b = 0; b < classes.length; b++) {
            boolean alphanumeric = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            boolean visible = b > SPACE && b < DELETE;
            int token = alphanumeric || "!#$%&'*+-.^_`|~".indexOf(b) >= 0 ? TOKEN : 0;
            int target = visible && b != '#' ? TARGET : 0;
            int field = b == TAB || (b >= SPACE && b != DELETE) ? FIELD : 0;
            classes[b] = (byte) (token | target | field);
        }
        return classes;
    }

    /** A character of a method or a field's name (RFC 9110, 5.6.2). */
    static boolean token(int b) {
        return (CLASSES[b & 0xff] & TOKEN) != 0;
    }

    /**
     * A character of a request's target: visible ASCII, without the fragment's mark. RFC 3986 allows fewer; clients send
     * these. What is not ASCII would be written to a backend as UTF-8 and be another target there.
     */
    static boolean target(int b) {
        return (CLASSES[b & 0xff] & TARGET) != 0;
    }

    /** A character of a field's value (RFC 9110, 5.5), the white space between its words included. */
    static boolean field(int b) {
        return (CLASSES[b & 0xff] & FIELD) != 0;
    }

    /** White space that may stand around a value (RFC 9110, 5.6.3). */
    static boolean blank(int b) {
        return b == SPACE || b == TAB;
    }

    static boolean digit(int b) {
        return b >= '0' && b <= '9';
    }

    /** A letter in lower case; of no use for other characters. */
    static int lower(int b) {
        return b | 0x20;
    }
}
