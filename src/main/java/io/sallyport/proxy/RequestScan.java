package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;

/**
 * Reads the requests of an HTTP/1 connection one after the other, more strictly than Netty's decoder, which takes other
 * line ends, folded lines, several lengths and much else for what they may have meant. What two readers could read in
 * two ways is no request. Each byte is looked at once, wherever the reads split it, and nothing is allocated.
 */
final class RequestScan {

    private final RequestLine line = new RequestLine();
    private final FieldLines fields = new FieldLines();
    private final ChunkedBody chunks = new ChunkedBody();
    private Part part = Part.LINE;
    private long bodyBytes;
    private long heads;

    private enum Part {
        LINE,
        FIELDS,
        BODY,
        CHUNKS
    }

    /** How many heads have come, each whole. */
    long heads() {
        return heads;
    }

    /** Whether the last message is whole and nothing of another has come. */
    boolean betweenMessages() {
        return part == Part.LINE && line.waiting();
    }

    /** Whether what comes now belongs to a body. */
    boolean withinBody() {
        return part == Part.BODY || part == Part.CHUNKS;
    }

    /** @return the index of the first byte that must not be there; {@code to}: there is none */
    int read(ByteBuf in, int from, int to) {
        int at = pass(in, from, to);
        while (at < to) {
            if (!step(in.getByte(at))) {
                return at;
            }
            at = pass(in, at + 1, to);
        }
        return to;
    }

    private int pass(ByteBuf in, int from, int to) {
        return switch (part) {
            case LINE -> line.pass(in, from, to);
            case FIELDS -> fields.pass(in, from, to);
            case CHUNKS -> chunks.pass(in, from, to);
            case BODY -> body(from, to);
        };
    }

    private int body(int from, int to) {
        int passed = (int) Math.min(bodyBytes, to - from);
        bodyBytes -= passed;
        if (bodyBytes == 0) {
            next();
        }
        return from + passed;
    }

    private boolean step(int b) {
        Scan scan =
                switch (part) {
                    case LINE -> line.step(b);
                    case FIELDS -> fields.step(b);
                    case CHUNKS -> chunks.step(b);
                    case BODY -> Scan.BAD;
                };
        return scan == Scan.MORE || (scan == Scan.DONE && partEnds());
    }

    private boolean partEnds() {
        switch (part) {
            case LINE -> part = Part.FIELDS;
            case FIELDS -> {
                return headEnds();
            }
            default -> next();
        }
        return true;
    }

    /** A client of HTTP/1.0 that speaks of chunks was misunderstood by somebody on the way (RFC 9112, 6.1). */
    private boolean headEnds() {
        Framing framing = fields.framing();
        if (framing.chunked() && line.http10()) {
            return false;
        }
        heads++;
        bodyBytes = framing.length();
        if (framing.chunked()) {
            part = Part.CHUNKS;
        } else if (bodyBytes > 0) {
            part = Part.BODY;
        } else {
            next();
        }
        return true;
    }

    private void next() {
        part = Part.LINE;
        line.reset();
        fields.reset();
        chunks.reset();
    }
}
