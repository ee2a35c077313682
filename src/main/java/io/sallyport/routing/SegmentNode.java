package io.sallyport.routing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node of a trie whose edges are segments of a text: those of a path, or the labels of a host. A child is found by
 * hash over a range of the text, so that nothing is cut out of it. Filled by one thread, then only read.
 */
final class SegmentNode<V> {

    private static final int FIRST_CAPACITY = 2;

    private final String segment;
    private final int hash;
    private final @Nullable SegmentNode<V> parent;
    private @Nullable V value;

    /** Open addressing with linear probing, at most half full; the length is a power of two, or 0. */
    private @Nullable SegmentNode<V>[] children = newTable(0);

    private int size;

    private SegmentNode(String segment, @Nullable SegmentNode<V> parent) {
        this.segment = segment;
        this.hash = hash(segment, 0, segment.length());
        this.parent = parent;
    }

    static <V> SegmentNode<V> root() {
        return new SegmentNode<>("", null);
    }

    @Nullable
    SegmentNode<V> parent() {
        return parent;
    }

    @Nullable
    V value() {
        return value;
    }

    V valueOr(Supplier<V> initial) {
        V present = value;
        if (present == null) {
            present = initial.get();
            value = present;
        }
        return present;
    }

    /** The child by the segment that is text[from, to), or null. */
    @Nullable
    SegmentNode<V> child(String text, int from, int to) {
        return size == 0 ? null : children[slot(text, from, to)];
    }

    /** The child by that segment, made if there was none. */
    SegmentNode<V> childOrNew(String text, int from, int to) {
        SegmentNode<V> child = child(text, from, to);
        if (child == null) {
            child = new SegmentNode<>(text.substring(from, to), this);
            insert(child);
        }
        return child;
    }

    private void insert(SegmentNode<V> child) {
        if (2 * (size + 1) > children.length) {
            @Nullable SegmentNode<V>[] old = children;
            children = newTable(Math.max(FIRST_CAPACITY, 2 * old.length));
            for (SegmentNode<V> moved : old) {
                if (moved != null) {
                    place(moved);
                }
            }
        }
        place(child);
        size++;
    }

    private void place(SegmentNode<V> child) {
        children[slot(child.segment, 0, child.segment.length())] = child;
    }

    /** Where the segment's child is, or would be. */
    private int slot(String text, int from, int to) {
        int wanted = hash(text, from, to);
        int mask = children.length - 1;
        int at = wanted & mask;
        while (true) {
            SegmentNode<V> child = children[at];
            if (child == null || (child.hash == wanted && child.isReachedBy(text, from, to))) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    private boolean isReachedBy(String text, int from, int to) {
        return segment.length() == to - from && text.startsWith(segment, from);
    }

    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        // The table takes the low bits: bring the high ones there.
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> @Nullable SegmentNode<V>[] newTable(int length) {
        return new SegmentNode[length];
    }
}
