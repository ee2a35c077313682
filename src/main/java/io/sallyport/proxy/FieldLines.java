package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;

/**
 * The fields of a head or of trailers up to the empty line (RFC 9112, 5): a name directly before its colon, a value
 * without control characters, CR and LF at the end of each line, and no line folded into the next.
 */
final class FieldLines {

    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long SPACES = ONES * Octets.SPACE;
    private static final long DELETES = ONES * 0x7f;

    private final Framing framing = new Framing();
    private State state = State.BEGIN;

    private enum State {
        BEGIN,
        NAME,
        VALUE,
        LINE_END,
        LAST_LINE
    }

    /** Another head or other trailers follow. */
    void reset() {
        state = State.BEGIN;
        framing.reset();
    }

    /** What the fields so far say of the body. */
    Framing framing() {
        return framing;
    }

    Scan step(int b) {
        return switch (state) {
            case BEGIN -> begin(b);
            case NAME -> name(b);
            case VALUE -> value(b);
            case LINE_END -> b == Octets.LF && framing.valueEnds() ? go(State.BEGIN) : Scan.BAD;
            case LAST_LINE -> b == Octets.LF ? Scan.DONE : Scan.BAD;
        };
    }

    /** White space here would continue the line before, in the eyes of some (RFC 9112, 5.2). */
    private Scan begin(int b) {
        if (b == Octets.CR) {
            return go(State.LAST_LINE);
        }
        if (!Octets.token(b)) {
            return Scan.BAD;
        }
        framing.nameBegins(b);
        return go(State.NAME);
    }

    private Scan name(int b) {
        if (b == ':') {
            return framing.nameEnds() ? go(State.VALUE) : Scan.BAD;
        }
        framing.name(b);
        return Octets.token(b) ? Scan.MORE : Scan.BAD;
    }

    private Scan value(int b) {
        if (b == Octets.CR) {
            return go(State.LINE_END);
        }
        return Octets.field(b) && framing.value(b) ? Scan.MORE : Scan.BAD;
    }

    private Scan go(State next) {
        state = next;
        return Scan.MORE;
    }

    /**
     * Passes over bytes of names and values that need no closer look, of values eight at a time.
     *
     * @return where {@link #step} has to go on
     */
    int pass(ByteBuf in, int from, int to) {
        int at = from;
        if (framing.concerned()) {
            return at;
        }
        if (state == State.VALUE) {
            while (at + Long.BYTES <= to && plain(in.getLong(at))) {
                at += Long.BYTES;
            }
        } else if (state == State.NAME) {
            while (at < to && Octets.token(in.getByte(at))) {
                at++;
            }
        }
        return at;
    }

    /** Whether no byte is below a space or a DEL: then neither difference borrows from a high bit that was not set. */
    private static boolean plain(long eight) {
        long deletes = eight ^ DELETES;
        long low = (eight - SPACES) & ~eight;
        return ((low | ((deletes - ONES) & ~deletes)) & HIGH_BITS) == 0;
    }
}
