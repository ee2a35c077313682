package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of the document, whether it is written there or not: {@code listeners[0].tls.caFile}. It knows its line and
 * column, or those of the nearest parent that exists.
 */
public final class FieldPath {

    private final @Nullable FieldPath parent;
    private final String step;
    private final @Nullable YamlNode node;

    private FieldPath(@Nullable FieldPath parent, String step, @Nullable YamlNode node) {
        this.parent = parent;
        this.step = step;
        this.node = node;
    }

    /** The root of the first document of a text. */
    static FieldPath root(YamlNode node) {
        return new FieldPath(null, "", node);
    }

    /** The root of a further document of a text, {@code documents[1]}; the first one's number is 0. */
    static FieldPath root(int number, YamlNode node) {
        return new FieldPath(null, "documents[" + number + "]", node);
    }

    /** The value of a key of this mapping. */
    public FieldPath field(String name) {
        YamlNode child = node() instanceof YamlNode.Mapping mapping ? mapping.get(name) : null;
        return new FieldPath(this, name, child);
    }

    /** An item of this list, from 0. */
    public FieldPath index(int i) {
        YamlNode child = node() instanceof YamlNode.Sequence sequence ? sequence.get(i) : null;
        return new FieldPath(this, "[" + i + "]", child);
    }

    /** The same field as if a mapping stood there. */
    FieldPath holding(List<YamlNode.Entry> entries) {
        YamlNode place = nearest();
        return new FieldPath(parent, step, new YamlNode.Mapping(place.line(), place.column(), entries));
    }

    /** Where it stands, or its nearest parent that does; from 1. */
    public int line() {
        return nearest().line() + down();
    }

    /** A violation of this field, at its place in the document. */
    public Violation violation(String found, String allowed) {
        YamlNode place = nearest();
        return new Violation(place.line() + down(), place.column(), toString(), found, allowed);
    }

    /** A violation of a key rather than of its value. */
    Violation violation(YamlNode.Scalar key, String found, String allowed) {
        String field = new FieldPath(this, key.text(), key).toString();
        return new Violation(key.line() + down(), key.column(), field, found, allowed);
    }

    @Nullable
    YamlNode node() {
        return node instanceof YamlNode.Unchanged unchanged ? unchanged.node() : node;
    }

    /** What a route says that has been read before. */
    @Nullable
    RouteSpec known() {
        return node instanceof YamlNode.Unchanged unchanged ? unchanged.spec() : null;
    }

    /** How many lines further down than its node says this stands. */
    private int down() {
        int down = 0;
        for (FieldPath path = this; path != null; path = path.parent) {
            if (path.node instanceof YamlNode.Unchanged unchanged) {
                down += unchanged.down();
            }
        }
        return down;
    }

    private YamlNode nearest() {
        FieldPath path = this;
        while (path.node == null && path.parent != null) {
            path = path.parent;
        }
        YamlNode found = path.node();
        if (found == null) {
            throw new IllegalStateException("a root without a node");
        }
        return found;
    }

    @Override
    public String toString() {
        if (parent == null) {
            return step.isEmpty() ? "(document)" : step;
        }
        String shown = Quote.cut(step);
        if (parent.parent == null && parent.step.isEmpty()) {
            return shown;
        }
        return step.startsWith("[") ? parent + shown : parent + "." + shown;
    }
}
