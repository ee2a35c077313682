package io.sallyport.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what routes say about listeners and backends. */
final class RouteChecks {

    private final GatewaySpec spec;
    private final Findings findings;
    private final References references;
    private final Map<String, ListenerSpec> listeners = new HashMap<>();
    private final Set<String> backends = new HashSet<>();

    RouteChecks(GatewaySpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
        this.references = new References(findings);
        spec.listeners().forEach(listener -> listeners.putIfAbsent(listener.name(), listener));
        spec.backends().forEach(backend -> backends.add(backend.name()));
    }

    void check(List<FieldPath> routes) {
        for (int i = 0; i < spec.routes().size(); i++) {
            RouteSpec route = spec.routes().get(i);
            FieldPath at = routes.get(i);
            checkHostnames(route, at.field("hostnames"), listenersOf(route, at.field("listeners")));
            checkRules(route, at.field("rules"));
        }
    }

    /** The listeners that the route means; those that do not exist become violations. */
    private List<ListenerSpec> listenersOf(RouteSpec route, FieldPath at) {
        if (route.listeners().isEmpty()) {
            return spec.listeners();
        }
        List<ListenerSpec> found = new ArrayList<>();
        for (int i = 0; i < route.listeners().size(); i++) {
            String name = route.listeners().get(i);
            ListenerSpec listener = listeners.get(name);
            if (listener != null) {
                found.add(listener);
            } else {
                references.refuse(at.index(i), name, "the name of a listener", listeners.keySet());
            }
        }
        return found;
    }

    /** A hostname that no listener has is ignored (Gateway API) with a warning; a route without another is refused. */
    private void checkHostnames(RouteSpec route, FieldPath at, List<ListenerSpec> on) {
        List<Integer> lost = new ArrayList<>();
        for (int i = 0; i < route.hostnames().size(); i++) {
            if (!meetsAny(route.hostnames().get(i), on)) {
                lost.add(i);
            }
        }
        boolean all = lost.size() == route.hostnames().size();
        for (int i : lost) {
            String found = Quote.of(route.hostnames().get(i)) + ", which none of the route's listeners serves";
            if (all) {
                findings.refuse(at.index(i), found, "a hostname that meets a listener's");
            } else {
                findings.warn(
                        at.index(i),
                        WarningKind.HOSTNAME,
                        found,
                        "better a hostname that meets a listener's: this one is ignored");
            }
        }
    }

    /** What cannot be judged, since a hostname or every listener is wrong, counts as met. */
    private static boolean meetsAny(String hostname, List<ListenerSpec> on) {
        return hostname.isEmpty()
                || on.isEmpty()
                || on.stream().anyMatch(listener -> meets(hostname, listener.hostname()));
    }

    private static boolean meets(String hostname, @Nullable String listener) {
        return listener == null || Hostnames.meet(hostname, listener);
    }

    private void checkRules(RouteSpec route, FieldPath rules) {
        for (int i = 0; i < route.rules().size(); i++) {
            FieldPath at = rules.index(i);
            RuleSpec rule = route.rules().get(i);
            checkMirrors(rule.filters(), at.field("filters"));
            if (rule.sessionPersistence() != null && spec.sessions() == null) {
                findings.refuse(
                        at.field("sessionPersistence"),
                        "no key for its tokens",
                        "sessions.keyFiles beside listeners and routes");
            }
            List<BackendRefSpec> refs = rule.backendRefs();
            for (int j = 0; j < refs.size(); j++) {
                FieldPath ref = at.field("backendRefs").index(j);
                checkBackend(refs.get(j).name(), ref.field("name"));
                checkMirrors(refs.get(j).filters(), ref.field("filters"));
            }
        }
    }

    private void checkMirrors(List<FilterSpec> filters, FieldPath at) {
        for (int i = 0; i < filters.size(); i++) {
            if (filters.get(i) instanceof FilterSpec.RequestMirror mirror) {
                checkBackend(
                        mirror.backend(),
                        at.index(i).field("requestMirror").field("backendRef").field("name"));
            }
        }
    }

    private void checkBackend(String name, FieldPath at) {
        if (!backends.contains(name)) {
            references.refuse(at, name, "the name of a backend", backends);
        }
    }
}
