package io.sallyport.snapshot;

import io.sallyport.upstream.Backend;
import java.util.random.RandomGenerator;

/** A backend that gets a copy of {@code numerator} out of {@code denominator} requests. */
public record Mirror(Backend backend, int numerator, int denominator) {

    /** Whether this request is copied. */
    public boolean takes(RandomGenerator random) {
        return numerator >= denominator || random.nextInt(denominator) < numerator;
    }
}
