package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;

/**
 * A body in chunks with its trailers (RFC 9112, 7.1). Sizes are hexadecimal digits and nothing else; extensions are names
 * with or without values, as the grammar has them; the data of a chunk is followed by CR and LF at once.
 */
final class ChunkedBody {

    /** Of a size; it must not be larger than an int. */
    private static final int MOST_DIGITS = 8;
    /** Of the extensions of one chunk, in bytes. */
    private static final int MOST_EXTENSION = 256;
    /** Of all trailers, in bytes; they are read and dropped. */
    private static final int MOST_TRAILERS = 8 * 1024;

    private final FieldLines trailers = new FieldLines();
    private State state = State.SIZE;
    private int digits;
    private long size;
    private int extra;

    private enum State {
        SIZE,
        /** White space before a semicolon (RFC 9112, 7.1.1). */
        BEFORE_EXTENSION,
        EXTENSION_BEGINS,
        EXTENSION,
        BEFORE_EQUALS,
        VALUE_BEGINS,
        VALUE,
        QUOTED,
        ESCAPED,
        AFTER_VALUE,
        SIZE_LF,
        DATA,
        DATA_LF,
        TRAILERS
    }

    /** Another body follows. */
    void reset() {
        state = State.SIZE;
        digits = 0;
        size = 0;
        extra = 0;
        trailers.reset();
    }

    /** Passes over the data of a chunk and over trailers' values. */
    int pass(ByteBuf in, int from, int to) {
        if (state == State.DATA) {
            int skipped = (int) Math.min(size, to - from);
            size -= skipped;
            return from + skipped;
        }
        if (state == State.TRAILERS) {
            int at = trailers.pass(in, from, Math.min(to, from + MOST_TRAILERS - extra));
            extra += at - from;
            return at;
        }
        return from;
    }

    Scan step(int b) {
        return switch (state) {
            case SIZE -> size(b);
            case DATA -> onlyIf(b == Octets.CR, State.DATA_LF);
            case DATA_LF -> dataEnds(b);
            case SIZE_LF -> sizeEnds(b);
            case TRAILERS -> trailer(b);
            default -> ++extra > MOST_EXTENSION ? Scan.BAD : extension(b);
        };
    }

    private Scan size(int b) {
        int digit = Character.digit(b, 16);
        if (digit < 0) {
            return digits == 0 ? Scan.BAD : afterSize(b);
        }
        digits++;
        size = size * 16 + digit;
        return digits > MOST_DIGITS || size > Integer.MAX_VALUE ? Scan.BAD : Scan.MORE;
    }

    private Scan afterSize(int b) {
        if (b == Octets.CR) {
            return go(State.SIZE_LF);
        }
        return b == ';' ? go(State.EXTENSION_BEGINS) : onlyIf(Octets.blank(b), State.BEFORE_EXTENSION);
    }

    private Scan extension(int b) {
        boolean blank = Octets.blank(b);
        return switch (state) {
            case BEFORE_EXTENSION -> b == ';' ? go(State.EXTENSION_BEGINS) : onlyIf(blank, state);
            case EXTENSION_BEGINS -> blank ? Scan.MORE : onlyIf(Octets.token(b), State.EXTENSION);
            case EXTENSION -> Octets.token(b) ? Scan.MORE : b == '=' ? go(State.VALUE_BEGINS) : afterName(b);
            case BEFORE_EQUALS -> b == '=' ? go(State.VALUE_BEGINS) : b == ';' ? afterSize(b) : onlyIf(blank, state);
            case VALUE_BEGINS -> b == '"' ? go(State.QUOTED) : blank ? Scan.MORE : onlyIf(Octets.token(b), State.VALUE);
            case VALUE -> Octets.token(b) ? Scan.MORE : afterValue(b);
            case QUOTED -> b == '"' ? go(State.AFTER_VALUE) : b == '\\' ? go(State.ESCAPED) : quoted(b);
            case ESCAPED -> quoted(b);
            default -> afterValue(b);
        };
    }

    /** The grammar allows white space here; Netty does not. */
    private Scan afterValue(int b) {
        return Octets.blank(b) ? Scan.BAD : afterSize(b);
    }

    private Scan afterName(int b) {
        return Octets.blank(b) ? go(State.BEFORE_EQUALS) : afterSize(b);
    }

    private Scan quoted(int b) {
        return onlyIf(Octets.field(b), State.QUOTED);
    }

    private Scan sizeEnds(int b) {
        return onlyIf(b == Octets.LF, size == 0 ? State.TRAILERS : State.DATA);
    }

    private Scan dataEnds(int b) {
        digits = 0;
        extra = 0;
        return onlyIf(b == Octets.LF, State.SIZE);
    }

    /** A trailer that says where the message ends comes too late to be meant well (RFC 9110, 6.5.1). */
    private Scan trailer(int b) {
        Scan scan = trailers.step(b);
        return ++extra > MOST_TRAILERS || trailers.framing().said() ? Scan.BAD : scan;
    }

    private Scan onlyIf(boolean allowed, State next) {
        return allowed ? go(next) : Scan.BAD;
    }

    private Scan go(State next) {
        state = next;
        return Scan.MORE;
    }
}
