package io.sallyport.proxy;

import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection in the order they came, from 1. In HTTP/1 they are served in this order too, one at a
 * time. Used on the connection's event loop only.
 */
final class RequestOrder {

    private @Nullable Exchange current;
    private int underWay;
    private long begun;
    private long wrong;
    private long last = Long.MAX_VALUE;
    private long answeredBytes;

    void begin(Exchange exchange) {
        underWay++;
        begun++;
        current = exchange;
    }

    void end(Exchange exchange) {
        underWay--;
        answeredBytes += exchange.tally().bytesOut();
        if (current == exchange) {
            current = null;
        }
    }

    boolean noneUnderWay() {
        return underWay == 0;
    }

    /** The bytes of the request of this number cannot be read, and none after them. */
    void unreadable(long number) {
        wrong = number;
        if (begun == number && current != null) {
            current.unreadable();
        }
    }

    /** The next request is malformed (RFC 9113, 8.1.1), and one that is not stands in for it. */
    void nextIsMalformed() {
        wrong = begun + 1;
    }

    /** Whether the request that was begun last cannot be read. */
    boolean unreadable() {
        return begun == wrong;
    }

    /** Whether all of this many were begun. */
    boolean begunAre(long count) {
        return begun == count;
    }

    /** The client sends this many and no more. */
    void lastIs(long number) {
        last = number;
    }

    /** The request that was begun last is the client's last one, as it says itself (RFC 9112, 9.6). */
    void lastIsBegun() {
        last = begun;
    }

    /** Whether the client's last request was begun. */
    boolean lastBegun() {
        return begun >= last;
    }

    /** Grows with each answer that begins and each byte of one. */
    long progress() {
        return begun + answeredBytes + (current == null ? 0 : current.tally().bytesOut());
    }
}
