package io.sallyport.proxy;

import org.jspecify.annotations.Nullable;

/** What an exchange moved, and by which attempts; for the access log. */
final class Tally {

    private @Nullable String endpoint;
    private int attempts;
    private long upstreamNanos;
    private long answeredNanos;
    private long bytesIn;
    private long bytesOut;

    /** One more attempt begins. */
    void attempted(String address) {
        attempts++;
        endpoint = address;
    }

    /** From an attempt's start to the answer's head. */
    void upstreamTook(long nanos) {
        upstreamNanos = nanos;
    }

    /** The answer was whole after this time, though the exchange goes on: its connection carries another protocol. */
    void answeredAfter(long nanos) {
        answeredNanos = nanos;
    }

    /** How long the answer took, of an exchange of that length. */
    long answeredNanos(long exchangeNanos) {
        return answeredNanos == 0 ? exchangeNanos : answeredNanos;
    }

    /** Body bytes that came from the client. */
    void received(int bytes) {
        bytesIn += bytes;
    }

    /** Body bytes that went to the client. */
    void sent(int bytes) {
        bytesOut += bytes;
    }

    /** The address of the last attempt; null if there was none. */
    @Nullable
    String endpoint() {
        return endpoint;
    }

    int attempts() {
        return attempts;
    }

    /** 0 if no answer came. */
    long upstreamNanos() {
        return upstreamNanos;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }
}
