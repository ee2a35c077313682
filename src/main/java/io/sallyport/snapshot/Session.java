package io.sallyport.snapshot;

import io.sallyport.upstream.Target;
import org.jspecify.annotations.Nullable;

/**
 * A session that a request belongs to.
 *
 * @param destination the backend that it is on
 * @param target the endpoint that it is on; null: that is gone
 * @param key by which the token was known; 0: the one that makes tokens
 */
public record Session(Destination destination, @Nullable Target target, int key, SessionTimes times) {}
