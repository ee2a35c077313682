package io.sallyport.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One JSON line for each exchange, written by one daemon thread. {@link #log} may be called from event loops: it takes
 * no lock and never waits. When the queue is full, the entry is dropped and counted; so are entries that the sink
 * refuses and those that come after {@link #close}. Lines are written in batches, and flushed when the queue is empty.
 */
public final class AccessLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AccessLog.class);
    private static final long CLOSE_SECONDS = 5;

    private final OutputStream sink;
    private final int capacity;
    private final LongAdder drops;
    private final Queue<AccessLogEntry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AccessLogBatch batch = new AccessLogBatch();
    private final Thread writer = new Thread(this::run, "sallyport-access-log");
    private volatile boolean idle;
    private volatile boolean closing;
    private volatile boolean finished;
    private boolean failing;

    /**
     * Starts the thread.
     *
     * @param sink where the lines go; not closed here
     * @param capacity entries that may wait, at least 1
     * @param drops counts what was not written
     */
    public AccessLog(OutputStream sink, int capacity, LongAdder drops) {
        this.sink = sink;
        this.capacity = capacity;
        this.drops = drops;
        writer.setDaemon(true);
        writer.start();
    }

    /** Queues the entry, or drops it if there is no room. */
    public void log(AccessLogEntry entry) {
        if (queued.incrementAndGet() > capacity) {
            queued.decrementAndGet();
            drops.increment();
            return;
        }
        queue.add(entry);
        if (finished) {
            dropQueued();
        } else if (idle) {
            LockSupport.unpark(writer);
        }
    }

    /** Writes what is queued; a sink that takes nothing is given up after five seconds. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean last;
        do {
            last = closing;
            drain();
            if (!last) {
                rest();
            }
        } while (!last);
        finished = true;
        dropQueued();
    }

    /** Whoever adds an entry looks at {@code idle} afterwards, so the queue is looked at once more before parking. */
    private void rest() {
        idle = true;
        if (queue.isEmpty() && !closing) {
            LockSupport.park(this);
        }
        idle = false;
    }

    private void drain() {
        AccessLogEntry entry = poll();
        if (entry == null) {
            return;
        }
        for (; entry != null; entry = poll()) {
            try {
                batch.add(entry);
                if (batch.full()) {
                    batch.writeTo(sink);
                    batch.clear();
                }
            } catch (IOException | RuntimeException e) {
                drop(e);
            }
        }
        flush();
    }

    private void flush() {
        try {
            batch.writeTo(sink);
            sink.flush();
            failing = false;
        } catch (IOException | RuntimeException e) {
            drop(e);
        }
        batch.clear();
    }

    /** A batch that was written in part is lost as a whole; one log line for each run of failures. */
    private void drop(Exception cause) {
        drops.add(batch.lines());
        batch.clear();
        if (!failing) {
            failing = true;
            LOG.warnf("the access log cannot be written: %s", cause);
        }
    }

    private @Nullable AccessLogEntry poll() {
        AccessLogEntry entry = queue.poll();
        if (entry != null) {
            queued.decrementAndGet();
        }
        return entry;
    }

    private void dropQueued() {
        while (poll() != null) {
            drops.increment();
        }
    }
}
