package io.sallyport.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A clock that stands, and a timer whose tasks the test runs. */
final class ManualTime implements Time {

    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    final BlockingQueue<Duration> delays = new LinkedBlockingQueue<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private Instant now = START;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void after(Duration delay, Runnable task) {
        tasks.add(task);
        delays.add(delay);
    }

    synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** Waits until a task is planned, and runs it. */
    Duration runNext() throws InterruptedException {
        Duration delay = delays.poll(10, TimeUnit.SECONDS);
        if (delay == null) {
            throw new AssertionError("no task was planned");
        }
        Runnable task;
        synchronized (this) {
            now = now.plus(delay);
            task = tasks.remove();
        }
        task.run();
        return delay;
    }
}
