package io.sallyport.resilience;

/** Why an attempt got no answer. The list is closed. */
public enum Failure {
    /** No connection came about: refused, unreachable, or not in time. */
    CONNECT_FAILED(true),
    /** The peers did not agree on TLS. A matter of certificates: another attempt would end alike. */
    TLS_FAILED(false),
    /** The connection or the stream was reset before the answer's head. */
    RESET(true),
    /** The peer says that it did not begin with the stream: REFUSED_STREAM, or above a GOAWAY's last id (RFC 9113, 8.7). */
    REFUSED_STREAM(true),
    /** No head within {@code timeouts.backendRequest}. */
    TIMEOUT(true),
    /** The answer is not HTTP as it should be. */
    PROTOCOL_ERROR(false),
    /** The endpoint's address is one that may not be dialled. */
    ADDRESS_REFUSED(false),
    /** The backend has no endpoint to try. */
    NO_ENDPOINT(false),
    /** Our own bounds are reached; another attempt would add to the load. */
    OVERLOADED(false),
    /** A connection that had been kept idle closed before any byte of the answer (RFC 9112, 9.3.1). */
    CLOSED_IDLE(true);

    private final boolean retryable;

    Failure(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether another attempt may end better. */
    boolean isRetryable() {
        return retryable;
    }
}
