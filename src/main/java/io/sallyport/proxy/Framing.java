package io.sallyport.proxy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a head says of the length of the body, in the one form that all read alike (RFC 9112, 6): either one
 * {@code Content-Length} of decimal digits without a leading zero, or one {@code Transfer-Encoding} that is
 * {@code chunked} and nothing else, or neither.
 */
final class Framing {

    private static final byte[] LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODING = "transfer-encoding".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "chunked".getBytes(StandardCharsets.US_ASCII);
    /** More would not fit into 63 bits. */
    private static final int MOST_DIGITS = 18;

    /** The field of which the line's name may still become one. */
    private byte @Nullable [] name;

    private int matched;
    private boolean blankAfter;
    private boolean counted;
    private boolean chunked;
    private long length;

    void reset() {
        name = null;
        counted = false;
        chunked = false;
        length = 0;
    }

    void nameBegins(int b) {
        name = switch (Octets.lower(b)) {
            case 'c' -> LENGTH;
            case 't' -> CODING;
            default -> null;
        };
        matched = 1;
    }

    void name(int b) {
        byte[] meant = name;
        if (meant != null) {
            boolean same = matched < meant.length && Octets.lower(b) == meant[matched];
            name = same ? meant : null;
            matched++;
        }
    }

    /** @return false: the field is there already, or its opposite is */
    boolean nameEnds() {
        if (name == null) {
            return true;
        }
        if (matched < name.length) {
            name = null;
            return true;
        }
        boolean first = !counted && !chunked;
        counted = name == LENGTH;
        chunked = name == CODING;
        matched = 0;
        blankAfter = false;
        return first;
    }

    /** Whether the field at hand is one of those, or its name may still become one. */
    boolean concerned() {
        return name != null;
    }

    /** @return false: this cannot stand in the value */
    boolean value(int b) {
        if (name == null) {
            return true;
        }
        if (Octets.blank(b)) {
            blankAfter = matched > 0;
            return true;
        }
        boolean fits = !blankAfter && (name == LENGTH ? digit(b) : coding(b));
        matched++;
        return fits;
    }

    private boolean digit(int b) {
        boolean leadingZero = matched == 1 && length == 0;
        length = length * 10 + b - '0';
        return Octets.digit(b) && !leadingZero && matched < MOST_DIGITS;
    }

    private boolean coding(int b) {
        return matched < CHUNKED.length && Octets.lower(b) == CHUNKED[matched];
    }

    /** @return false: the value ended too early */
    boolean valueEnds() {
        boolean whole = name == null || (name == LENGTH ? matched > 0 : matched == CHUNKED.length);
        name = null;
        return whole;
    }

    /** Whether the head, or the trailers, said anything of it. */
    boolean said() {
        return counted || chunked;
    }

    /** Whether the body comes in chunks. */
    boolean chunked() {
        return chunked;
    }

    /** The bytes of a body that does not come in chunks; 0: there is none. */
    long length() {
        return length;
    }
}
