package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;

/** Follows the frames of one direction of a WebSocket (RFC 6455, 5.2) without keeping or changing a byte. */
final class Frames {

    private static final int CLOSE = 0x8;
    private static final int LENGTH_OF_2_BYTES = 126;
    private static final int LENGTH_OF_8_BYTES = 127;
    private static final int MASK_BYTES = 4;

    /** Bytes of this frame's head seen so far, and how many there will be as far as is known. */
    private int seen;

    private int head = 2;
    private int opcode;
    private boolean masked;
    private long length;
    /** Bytes of this frame after its head that are still to come. */
    private long rest;

    private boolean closed;
    private boolean broken;

    /** Whether the next byte begins a frame. */
    boolean between() {
        return seen == 0 && rest == 0 && !broken;
    }

    /** Whether a Close frame was seen, after which nothing may follow (RFC 6455, 5.5.1). */
    boolean closed() {
        return closed;
    }

    /** Takes note of all these bytes. */
    void follow(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            at = next(bytes, at);
        }
    }

    /**
     * Takes note of the bytes from an index on, to the end of the present frame at most.
     *
     * @return the index after the last byte that was taken note of
     */
    int next(ByteBuf bytes, int from) {
        int at = from;
        int end = bytes.writerIndex();
        if (broken) {
            return end;
        }
        while (at < end && rest == 0) {
            headByte(bytes.getUnsignedByte(at++));
            if (seen == 0 && rest == 0) {
                return at;
            }
        }
        long step = Math.min(rest, end - at);
        rest -= step;
        return at + (int) step;
    }

    private void headByte(int value) {
        seen++;
        if (seen == 1) {
            opcode = value & 0x0f;
        } else if (seen == 2) {
            masked = (value & 0x80) != 0;
            length = value & 0x7f;
            if (length == LENGTH_OF_2_BYTES || length == LENGTH_OF_8_BYTES) {
                head = length == LENGTH_OF_2_BYTES ? 4 : 10;
                length = 0;
            }
        } else {
            length = length << 8 | value;
        }
        if (seen == head) {
            payload();
        }
    }

    /** A length of 2^63 or more is no length: from there on nobody knows where a frame ends. */
    private void payload() {
        broken = length < 0 || length > Long.MAX_VALUE - MASK_BYTES;
        closed |= opcode == CLOSE;
        rest = broken ? 0 : length + (masked ? MASK_BYTES : 0);
        seen = 0;
        head = 2;
    }
}
