package io.sallyport.snapshot;

/** The snapshot in force. A request reads it once and keeps what it read. */
public final class SnapshotStore {

    private volatile Snapshot current = Snapshot.none();

    /** The snapshot in force; before the first document an empty one. */
    public Snapshot current() {
        return current;
    }

    /** The snapshot in force, counted as used by one more exchange, which ends {@link Snapshot#usage()}. */
    public Snapshot enter() {
        Snapshot snapshot = current;
        while (!snapshot.usage().begin()) {
            snapshot = current;
        }
        return snapshot;
    }

    /** Puts the next one into force; the one before is released when its last exchange has ended. */
    public synchronized void swap(Snapshot next) {
        Snapshot before = current;
        current = next;
        before.usage().end();
    }
}
