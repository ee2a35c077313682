package io.sallyport.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the gateway's own document, and the {@code HTTPRoute}s that follow it. */
final class GatewayReader {

    private static final IntRange LISTENERS = new IntRange(1, 64);
    private static final IntRange ANY = new IntRange(0, Integer.MAX_VALUE);
    private static final Keys GATEWAY = Keys.of("listeners", "backends", "routes", "sessions", "allowEmpty")
            .planned("access", "cors", "egress", "limits", "rateLimit", "tracing", "filters", "circuitBreaker");

    private final Findings findings;
    private final List<RouteSpec> routes = new ArrayList<>();
    private final List<FieldPath> names = new ArrayList<>();
    private final List<FieldPath> bodies = new ArrayList<>();

    GatewayReader(Findings findings) {
        this.findings = findings;
    }

    /**
     * Reads a text's documents.
     *
     * @param root of the first
     * @param further of the others
     */
    GatewaySpec read(FieldPath root, List<FieldPath> further) {
        ObjectReader in = new ObjectReader(root, GATEWAY, findings);
        List<ListenerSpec> listeners = in.requiredList("listeners", LISTENERS, new ListenerReader(findings)::read);
        List<BackendSpec> backends = in.list("backends", ANY, new BackendReader(findings)::read);
        List<RouteSpec> own = in.list("routes", ANY, new RouteReader(findings)::read);
        for (int i = 0; i < own.size(); i++) {
            FieldPath at = in.at("routes").index(i);
            add(own.get(i), at.field("name"), at);
        }
        addHttpRoutes(new HttpRouteReader(findings, listeners, backends), further);
        SessionsSpec sessions = in.object("sessions", new SessionReader(findings)::sessions);
        GatewaySpec spec = new GatewaySpec(listeners, backends, routes, sessions, in.flag("allowEmpty"));
        checkNames(in.at("listeners"), listeners, ListenerSpec::name);
        checkNames(in.at("backends"), backends, BackendSpec::name);
        Unique unique = new Unique(findings);
        for (int i = 0; i < routes.size(); i++) {
            unique.check(names.get(i), routes.get(i).name());
        }
        boolean mapping = root.node() instanceof YamlNode.Mapping;
        if (mapping && routes.isEmpty() && further.isEmpty() && !spec.allowEmpty()) {
            findings.refuse(in.at("routes"), "no route", "at least one route, or allowEmpty: true");
        }
        return spec;
    }

    /** Where the {@code hostnames} and {@code rules} of each route stand. */
    List<FieldPath> bodies() {
        return bodies;
    }

    private void addHttpRoutes(HttpRouteReader reader, List<FieldPath> further) {
        for (FieldPath at : further) {
            RouteSpec route = reader.read(at);
            if (route != null) {
                add(route, at.field("metadata").field("name"), at.field("spec"));
            }
        }
    }

    private void add(RouteSpec route, FieldPath name, FieldPath body) {
        routes.add(route);
        names.add(name);
        bodies.add(body);
    }

    private <T> void checkNames(FieldPath at, List<T> items, Function<T, String> name) {
        Unique unique = new Unique(findings);
        for (int i = 0; i < items.size(); i++) {
            unique.check(at.index(i).field("name"), name.apply(items.get(i)));
        }
    }
}
