package io.sallyport.admin;

import io.sallyport.snapshot.Snapshot;
import io.sallyport.source.Status;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gateway as probes and the status page see it; nothing is in force before it runs. For all threads. */
@Singleton
public final class GatewayState {

    private volatile @Nullable Running running;
    private volatile boolean leaving;

    /**
     * Where a running gateway is asked.
     *
     * @param remote whether the full status is shown away from loopback too
     */
    public record Running(Supplier<Status> status, Supplier<Snapshot> snapshot, boolean remote) {}

    /** Now there is a gateway to be asked. */
    public void runs(Running gateway) {
        running = gateway;
    }

    /** The process is about to end: it is not ready any more. */
    public void leaves() {
        leaving = true;
    }

    /** Whether the first document has been tried, or found to be missing. */
    public boolean started() {
        Status status = status();
        return status != null && (status.revision() != null || status.refused() != null || status.missing() != null);
    }

    /** Whether a snapshot is in force; it comes into force only when every listener is bound. */
    public boolean ready() {
        return !leaving && !snapshot().revision().isEmpty();
    }

    /** The snapshot in force; before there is one, {@link Snapshot#none}. */
    public Snapshot snapshot() {
        Running gateway = running;
        return gateway == null ? Snapshot.none() : gateway.snapshot().get();
    }

    /** What came of the documents so far; null before the gateway runs. */
    @Nullable
    Status status() {
        Running gateway = running;
        return gateway == null ? null : gateway.status().get();
    }

    boolean remote() {
        Running gateway = running;
        return gateway != null && gateway.remote();
    }
}
