package io.sallyport.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values by backend and a number: read without lock or allocation, copied as a whole when one is added. Whoever
 * changes it holds the owner's lock. Open addressing with linear probing, at most half full.
 */
final class SlotTable<V> {

    private static final int FIRST_CAPACITY = 4;

    private volatile @Nullable Slot<V>[] slots = array(FIRST_CAPACITY);

    @Nullable
    V find(String backend, int key) {
        @Nullable Slot<V>[] now = slots;
        int at = place(backend, key, now.length);
        for (Slot<V> slot = now[at]; slot != null; slot = now[at]) {
            if (slot.is(backend, key)) {
                return slot.value;
            }
            at = (at + 1) & (now.length - 1);
        }
        return null;
    }

    void add(String backend, int key, V value) {
        List<Slot<V>> all = present();
        all.add(new Slot<>(backend, key, value));
        fill(all);
    }

    void removeIf(Predicate<V> gone) {
        List<Slot<V>> all = present();
        if (all.removeIf(slot -> gone.test(slot.value))) {
            fill(all);
        }
    }

    private List<Slot<V>> present() {
        List<Slot<V>> present = new ArrayList<>();
        for (Slot<V> slot : slots) {
            if (slot != null) {
                present.add(slot);
            }
        }
        return present;
    }

    private void fill(List<Slot<V>> all) {
        int capacity = FIRST_CAPACITY;
        while (capacity < 2 * all.size()) {
            capacity *= 2;
        }
        @Nullable Slot<V>[] fresh = array(capacity);
        for (Slot<V> slot : all) {
            int at = place(slot.backend, slot.key, capacity);
            while (fresh[at] != null) {
                at = (at + 1) & (capacity - 1);
            }
            fresh[at] = slot;
        }
        slots = fresh;
    }

    private static int place(String backend, int key, int capacity) {
        int hash = (backend.hashCode() ^ key) * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (capacity - 1);
    }

    @SuppressWarnings("unchecked")
    private static <V> @Nullable Slot<V>[] array(int length) {
        return (@Nullable Slot<V>[]) new Slot<?>[length];
    }

    private record Slot<V>(String backend, int key, V value) {

        boolean is(String otherBackend, int otherKey) {
            return key == otherKey && backend.equals(otherBackend);
        }
    }
}
