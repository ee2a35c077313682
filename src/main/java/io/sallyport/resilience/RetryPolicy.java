package io.sallyport.resilience;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How often, and after what, a request is attempted again (Gateway API, GEP-1731).
 *
 * @param attempts retries after the first try; 0: none
 * @param codes answers that are tried again, 400 to 599
 * @param backoff the least wait before a retry; zero: none
 */
public record RetryPolicy(int attempts, Set<Integer> codes, Duration backoff) {

    /** What holds without a retry rule: only the free retry after an idle connection closed. */
    public static final RetryPolicy NONE = new RetryPolicy(0, Set.of(), Duration.ZERO);

    /** The longest wait is twice this many times the backoff. */
    private static final int MAX_FACTOR = 5;

    public RetryPolicy {
        codes = Set.copyOf(codes);
        if (attempts < 0 || backoff.isNegative()) {
            throw new IllegalArgumentException("attempts and backoff are 0 or more");
        }
    }

    /**
     * Whether the request is attempted again. All of these must hold: its body can be sent whole; the outcome may be better
     * next time; the method is idempotent, or the backend certainly did nothing; and a retry is left. The last is waived
     * once when a reused connection closed under the request: the backend only ended an idle connection then, and the
     * next attempt goes over a fresh one.
     */
    public Decision decide(Outcome outcome, AttemptState state) {
        boolean retry = state.bodyWhole()
                && outcome.isRetryable(codes)
                && (state.idempotent() || outcome.isUnprocessed())
                && (state.countedRetries() < attempts || isFree(outcome, state));
        return retry ? Decision.RETRY : Decision.GIVE_UP;
    }

    /**
     * The wait before the next retry in milliseconds: between one and two times the backoff before the first, doubled
     * with every retry, and at most ten times the backoff. The jitter keeps clients that failed together apart.
     *
     * @param retriesDone retries before this one, from 0
     */
    public long backoffMillis(int retriesDone, RandomGenerator jitter) {
        long least = backoff.toMillis() * Math.min(1L << Math.min(retriesDone, 3), MAX_FACTOR);
        return least == 0 ? 0 : jitter.nextLong(least, 2 * least + 1);
    }

    private static boolean isFree(Outcome outcome, AttemptState state) {
        return outcome instanceof Outcome.Failed failed
                && failed.failure() == Failure.CLOSED_IDLE
                && state.reusedConnection()
                && !state.freeRetryUsed();
    }
}
