package io.sallyport.e2e;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for what is to come, no longer than a minute. */
public final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Await() {}

    public static <T> T get(Future<T> future) {
        return get(future.toCompletionStage());
    }

    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What has become of it, good or bad. */
    public static <T> AsyncResult<T> outcome(Future<T> future) {
        until("an outcome", future::isComplete);
        return future;
    }

    /** The failure that it ends in; null if it succeeds. */
    public static @Nullable Throwable failed(Future<?> future) {
        return outcome(future).cause();
    }

    /** Returns as soon as the condition holds. */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
