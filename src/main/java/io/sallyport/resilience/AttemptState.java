package io.sallyport.resilience;

/**
 * Where an exchange stands when an attempt has ended.
 *
 * @param retriesDone all retries so far, the free one included
 * @param idempotent whether the method may be repeated ({@link Idempotency})
 * @param bodyWhole whether another attempt can send the whole body: there is none, or what was read of it is kept
 * @param reusedConnection whether the attempt went over a connection that had carried another request before
 * @param freeRetryUsed whether a retry after {@link Failure#CLOSED_IDLE} on a reused connection was made already
 */
public record AttemptState(
        int retriesDone, boolean idempotent, boolean bodyWhole, boolean reusedConnection, boolean freeRetryUsed) {

    /** The retries that count against {@link RetryPolicy#attempts}. */
    int countedRetries() {
        return freeRetryUsed ? retriesDone - 1 : retriesDone;
    }
}
