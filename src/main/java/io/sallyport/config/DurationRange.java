package io.sallyport.config;

import java.time.Duration;

/** Which durations are allowed, both ends included. */
record DurationRange(Duration least, Duration most) {

    boolean contains(Duration duration) {
        return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
    }

    String allowed() {
        return "a duration from " + Durations.text(least) + " to " + Durations.text(most);
    }
}
