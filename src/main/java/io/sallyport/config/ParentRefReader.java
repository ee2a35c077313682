package io.sallyport.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code parentRefs} of an {@code HTTPRoute} (Gateway API {@code ParentReference}) as names of listeners. The
 * Gateway that is named is this one, whatever its name.
 */
final class ParentRefReader {

    private static final IntRange PARENTS = new IntRange(0, 32);
    private static final Keys PARENT = Keys.of("group", "kind", "namespace", "name", "sectionName", "port");
    private static final Choices<String> GROUPS = Choices.words(HttpRouteReader.GROUP);
    private static final Choices<String> KINDS = Choices.words("Gateway");
    private static final Set<String> WRONG = Set.of("");

    private final Findings findings;
    private final References references;
    private final Map<String, ListenerSpec> listeners = new LinkedHashMap<>();

    ParentRefReader(Findings findings, List<ListenerSpec> listeners) {
        this.findings = findings;
        this.references = new References(findings);
        listeners.forEach(listener -> this.listeners.putIfAbsent(listener.name(), listener));
    }

    /** The listeners of all parents; empty: all there are. */
    List<String> listeners(ObjectReader spec) {
        Set<List<Object>> parents = new HashSet<>();
        Set<String> names = new LinkedHashSet<>();
        List<Set<String>> each = spec.list("parentRefs", PARENTS, item -> parent(item, parents));
        if (each.isEmpty()) {
            findings.warn(
                    spec.at("parentRefs"),
                    WarningKind.DEVIATION,
                    "no parent",
                    "better one: here the route counts on all listeners, in a cluster on none");
        }
        each.forEach(names::addAll);
        boolean all = each.stream().anyMatch(Set::isEmpty);
        return all ? List.of() : new ArrayList<>(names);
    }

    /** Empty: all listeners; the empty text stands for one that does not exist, which is refused. */
    private Set<String> parent(FieldPath at, Set<List<Object>> parents) {
        ObjectReader in = new ObjectReader(at, PARENT, findings);
        in.choice("group", GROUPS, "");
        in.choice("kind", KINDS, "");
        String gateway = in.requiredText("name", TextRules.OBJECT_NAME);
        String namespace = in.text("namespace", TextRules.NAMESPACE);
        String section = in.text("sectionName", TextRules.NAME);
        int port = in.integer("port", ListenerReader.PORT, 0);
        if (!gateway.isEmpty() && !parents.add(List.of(said(namespace), gateway, said(section), port))) {
            findings.refuse(at, "a parent again", "each only once");
        }
        return section == null ? onPort(in, port) : named(in, section, port);
    }

    private static String said(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Set<String> named(ObjectReader in, String section, int port) {
        ListenerSpec listener = listeners.get(section);
        if (listener == null) {
            references.refuse(in.at("sectionName"), section, "the name of a listener", listeners.keySet());
            return WRONG;
        }
        if (port != 0 && port != listener.port()) {
            findings.refuse(in.at("port"), "the port " + port, listener.port() + ", as the listener has, or none");
        }
        return Set.of(section);
    }

    private Set<String> onPort(ObjectReader in, int port) {
        Set<String> names = new LinkedHashSet<>();
        listeners.values().stream()
                .filter(listener -> port != 0 && listener.port() == port)
                .forEach(listener -> names.add(listener.name()));
        if (port != 0 && names.isEmpty()) {
            findings.refuse(in.at("port"), "the port " + port + ", which no listener has", "the port of a listener");
            return WRONG;
        }
        return names;
    }
}
