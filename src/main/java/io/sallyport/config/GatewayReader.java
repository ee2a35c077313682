package io.sallyport.config;

import java.util.List;
import java.util.function.Function;

/** Reads the document's root. */
final class GatewayReader {

    private static final IntRange LISTENERS = new IntRange(1, 64);
    private static final IntRange ANY = new IntRange(0, Integer.MAX_VALUE);
    private static final Keys GATEWAY = Keys.of("listeners", "backends", "routes", "sessions", "allowEmpty")
            .planned("access", "cors", "egress", "limits", "rateLimit", "tracing", "filters", "circuitBreaker");

    private final Findings findings;

    GatewayReader(Findings findings) {
        this.findings = findings;
    }

    GatewaySpec read(FieldPath root) {
        ObjectReader in = new ObjectReader(root, GATEWAY, findings);
        List<ListenerSpec> listeners = in.requiredList("listeners", LISTENERS, new ListenerReader(findings)::read);
        List<BackendSpec> backends = in.list("backends", ANY, new BackendReader(findings)::read);
        List<RouteSpec> routes = in.list("routes", ANY, new RouteReader(findings)::read);
        SessionsSpec sessions = in.object("sessions", new SessionReader(findings)::sessions);
        GatewaySpec spec = new GatewaySpec(listeners, backends, routes, sessions, in.flag("allowEmpty"));
        checkNames(in.at("listeners"), listeners, ListenerSpec::name);
        checkNames(in.at("backends"), backends, BackendSpec::name);
        checkNames(in.at("routes"), routes, RouteSpec::name);
        boolean mapping = root.node() instanceof YamlNode.Mapping;
        if (mapping && routes.isEmpty() && !spec.allowEmpty()) {
            findings.refuse(in.at("routes"), "no route", "at least one route, or allowEmpty: true");
        }
        return spec;
    }

    private <T> void checkNames(FieldPath at, List<T> items, Function<T, String> name) {
        Unique names = new Unique(findings);
        for (int i = 0; i < items.size(); i++) {
            names.check(at.index(i).field("name"), name.apply(items.get(i)));
        }
    }
}
