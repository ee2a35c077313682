package io.sallyport.config;

import io.sallyport.config.YamlNode.Entry;
import io.sallyport.config.YamlNode.Mapping;
import io.sallyport.config.YamlNode.Scalar;
import io.sallyport.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Builds the tree from YAML events. Anchors, aliases and tags are refused: the document needs none, and aliases make
 * small texts into huge trees. Nothing of SnakeYAML's own nodes is kept, since they hold buffers and are large.
 */
final class YamlTree {

    /** The document's deepest field lies at depth 10. */
    private static final int DEEPEST = 32;

    private final Parser events;
    private final IntUnaryOperator lines;
    private final Findings findings;
    /** Equal keys share one string: thousands of routes have the same few. */
    private final Map<String, String> keys = new HashMap<>();

    /** @param lines what is told of a line; both from 0 */
    YamlTree(Parser events, IntUnaryOperator lines, Findings findings) {
        this.events = events;
        this.lines = lines;
        this.findings = findings;
    }

    /** The documents of the stream, in its order. */
    List<YamlNode> read() throws UnreadableDocumentException {
        List<YamlNode> documents = new ArrayList<>(1);
        events.getEvent();
        while (!events.checkEvent(Event.ID.StreamEnd)) {
            events.getEvent();
            documents.add(node(0));
            events.getEvent();
        }
        return documents;
    }

    private YamlNode node(int depth) throws UnreadableDocumentException {
        Event event = events.getEvent();
        Mark mark = event.getStartMark();
        int line = lineOf(mark);
        int column = mark.getColumn() + 1;
        if (event instanceof AliasEvent alias) {
            refuse(mark, "the alias " + Quote.of(alias.getAnchor()), "no anchors and aliases");
            return new Scalar(line, column, "", true);
        }
        refuseAnchor((NodeEvent) event);
        refuseTag(event);
        if (event instanceof ScalarEvent scalar) {
            return new Scalar(line, column, scalar.getValue(), scalar.isPlain());
        }
        if (depth == DEEPEST) {
            throw unreadable(mark, "more than " + DEEPEST + " levels", "at most " + DEEPEST + " levels");
        }
        return event instanceof SequenceStartEvent
                ? new Sequence(line, column, items(depth + 1))
                : new Mapping(line, column, entries(depth + 1));
    }

    private List<YamlNode> items(int depth) throws UnreadableDocumentException {
        List<YamlNode> items = new ArrayList<>(4);
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(depth));
        }
        events.getEvent();
        return Collections.unmodifiableList(items);
    }

    private List<Entry> entries(int depth) throws UnreadableDocumentException {
        List<Entry> entries = new ArrayList<>(4);
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Mark mark = events.peekEvent().getStartMark();
            if (!(node(depth) instanceof Scalar key)) {
                throw unreadable(mark, "a key that is a list or a mapping", "text as key");
            }
            entries.add(new Entry(shared(key), node(depth)));
        }
        events.getEvent();
        return Collections.unmodifiableList(entries);
    }

    private Scalar shared(Scalar key) {
        String text = keys.computeIfAbsent(key.text(), same -> same);
        return new Scalar(key.line(), key.column(), text, key.plain());
    }

    private void refuseAnchor(NodeEvent event) {
        if (event.getAnchor() != null) {
            refuse(event.getStartMark(), "the anchor " + Quote.of(event.getAnchor()), "no anchors and aliases");
        }
    }

    private void refuseTag(Event event) {
        String tag = tag(event);
        if (tag != null) {
            refuse(event.getStartMark(), "the tag " + Quote.of(tag), "no tags");
        }
    }

    private static @Nullable String tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : null;
    }

    private int lineOf(Mark mark) {
        return lines.applyAsInt(mark.getLine()) + 1;
    }

    private void refuse(Mark mark, String found, String allowed) {
        findings.refuse(new Violation(lineOf(mark), mark.getColumn() + 1, "(document)", found, allowed));
    }

    private UnreadableDocumentException unreadable(Mark mark, String found, String allowed) {
        return new UnreadableDocumentException(lineOf(mark), mark.getColumn() + 1, found, allowed);
    }
}
