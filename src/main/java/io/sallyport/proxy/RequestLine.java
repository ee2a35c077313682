package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The first line of a request, as strictly as RFC 9112, 3 puts it: one space between its parts, CR and LF at its end, and
 * HTTP/1.0 or HTTP/1.1. One empty line may come before it (RFC 9112, 2.2).
 */
final class RequestLine {

    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private State state = State.START;
    private int versionBytes;
    private boolean http10;

    private enum State {
        START,
        EMPTY_LINE,
        AFTER_EMPTY_LINE,
        METHOD,
        TARGET_BEGINS,
        TARGET,
        VERSION,
        MINOR,
        CR,
        LF
    }

    /** Another message follows. */
    void reset() {
        state = State.START;
        versionBytes = 0;
    }

    /** Whether nothing of it has come. */
    boolean waiting() {
        return state == State.START || state == State.AFTER_EMPTY_LINE;
    }

    boolean http10() {
        return http10;
    }

    /** Passes over bytes of the target that need no closer look. */
    int pass(ByteBuf in, int from, int to) {
        int at = from;
        if (state == State.TARGET) {
            while (at < to && Octets.target(in.getByte(at))) {
                at++;
            }
        }
        return at;
    }

    Scan step(int b) {
        return switch (state) {
            case START -> b == Octets.CR ? go(State.EMPTY_LINE) : onlyIf(Octets.token(b), State.METHOD);
            case EMPTY_LINE -> onlyIf(b == Octets.LF, State.AFTER_EMPTY_LINE);
            case AFTER_EMPTY_LINE -> onlyIf(Octets.token(b), State.METHOD);
            case METHOD -> b == Octets.SPACE ? go(State.TARGET_BEGINS) : onlyIf(Octets.token(b), State.METHOD);
            case TARGET_BEGINS -> onlyIf(Octets.target(b), State.TARGET);
            case TARGET -> b == Octets.SPACE ? go(State.VERSION) : onlyIf(Octets.target(b), State.TARGET);
            case VERSION -> version(b);
            case MINOR -> minor(b);
            case CR -> onlyIf(b == Octets.CR, State.LF);
            case LF -> b == Octets.LF ? Scan.DONE : Scan.BAD;
        };
    }

    private Scan version(int b) {
        if (b != VERSION[versionBytes]) {
            return Scan.BAD;
        }
        versionBytes++;
        return go(versionBytes == VERSION.length ? State.MINOR : State.VERSION);
    }

    private Scan minor(int b) {
        http10 = b == '0';
        return onlyIf(b == '0' || b == '1', State.CR);
    }

    private Scan onlyIf(boolean allowed, State next) {
        return allowed ? go(next) : Scan.BAD;
    }

    private Scan go(State next) {
        state = next;
        return Scan.MORE;
    }
}
