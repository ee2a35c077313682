package io.sallyport.snapshot;

/**
 * The times of a session, in milliseconds since 1970.
 *
 * @param begun when its first token was made
 * @param seen when its present token was made
 */
public record SessionTimes(long begun, long seen) {}
