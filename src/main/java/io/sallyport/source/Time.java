package io.sallyport.source;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Clock and timer; handed in so that tests need not wait. */
public interface Time {

    /** The present moment. */
    Instant now();

    /** Runs a short task once, after the delay, on any thread. */
    void after(Duration delay, Runnable task);

    /** The machine's clock, and the JDK's shared timer, whose thread is a daemon. */
    static Time system() {
        return new Time() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void after(Duration delay, Runnable task) {
                CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                        .execute(task);
            }
        };
    }
}
