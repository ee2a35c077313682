package io.sallyport.config;

import java.time.Duration;
import java.util.Set;

/**
 * How often, and after which answers, a request may be attempted again (Gateway API, GEP-1731).
 *
 * @param attempts retries after the first try, 1 to 5
 * @param codes statuses that are tried again, 400 to 599
 * @param backoff the least wait before a retry; zero: none
 */
public record RetrySpec(int attempts, Set<Integer> codes, Duration backoff) {

    public RetrySpec {
        codes = Set.copyOf(codes);
    }

    /** How long all tries take at most, with the least waits between them. */
    Duration longest(Duration each) {
        return each.multipliedBy(attempts + 1L).plus(backoff.multipliedBy(attempts));
    }
}
