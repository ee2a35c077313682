package io.sallyport.config;

import io.sallyport.config.ListenerSpec.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/** Draws documents that are taken: names are given, references lead somewhere, and what excludes each other is apart. */
final class RandomDocuments {

    private RandomDocuments() {}

    static Arbitrary<GatewaySpec> documents() {
        return RandomRecords.of(GatewaySpec.class).map(RandomDocuments::fit);
    }

    private static GatewaySpec fit(GatewaySpec drawn) {
        List<ListenerSpec> listeners = new ArrayList<>();
        for (ListenerSpec listener : drawn.listeners()) {
            int i = listeners.size();
            ListenerSpec named = Records.with(Records.with(listener, "name", "l" + i), "port", 8_000 + i);
            listeners.add(Records.with(named, "protocol", listener.tls() == null ? Protocol.HTTP : Protocol.HTTPS));
        }
        List<BackendSpec> backends = new ArrayList<>();
        drawn.backends().forEach(backend -> backends.add(fit(backend, "b" + backends.size())));
        List<RouteSpec> routes = new ArrayList<>();
        for (RouteSpec route : drawn.routes()) {
            int i = routes.size();
            List<RuleSpec> rules = new ArrayList<>();
            route.rules().forEach(rule -> rules.add(fit(rule, "u" + rules.size(), backends.size())));
            RouteSpec named = Records.with(Records.with(route, "name", "r" + i), "rules", rules);
            List<String> on = i == 1 ? List.of("l0") : List.of();
            routes.add(Records.with(named, "listeners", on));
        }
        GatewaySpec spec = Records.with(Records.with(drawn, "listeners", listeners), "backends", backends);
        boolean sessions = routes.stream()
                .flatMap(route -> route.rules().stream())
                .anyMatch(rule -> rule.sessionPersistence() != null);
        if (sessions && drawn.sessions() == null) {
            spec = Records.with(spec, "sessions", new SessionsSpec(List.of("a.key")));
        }
        return Records.with(Records.with(spec, "routes", routes), "allowEmpty", drawn.allowEmpty() || routes.isEmpty());
    }

    private static BackendSpec fit(BackendSpec backend, String name) {
        BackendTlsSpec tls = backend.tls() == null ? null : fit(backend.tls());
        Set<EndpointSpec> endpoints = new HashSet<>();
        backend.endpoints().forEach(each -> endpoints.add(Records.with(each, "tls", tls != null)));
        if (endpoints.isEmpty()) {
            endpoints.add(new EndpointSpec(tls != null, "only", 1));
        }
        BackendSpec named = Records.with(Records.with(backend, "name", name), "tls", tls);
        if (tls != null) {
            named = Records.with(named, "protocol", null);
        }
        return Records.with(named, "endpoints", List.copyOf(endpoints));
    }

    private static BackendTlsSpec fit(BackendTlsSpec tls) {
        boolean pair = tls.certificateFile() != null && tls.keyFile() != null;
        BackendTlsSpec paired = pair ? tls : Records.with(Records.with(tls, "certificateFile", null), "keyFile", null);
        return Records.with(paired, "systemTrust", tls.caFile() == null);
    }

    private static RuleSpec fit(RuleSpec rule, String name, int backends) {
        boolean prefix = rule.matches().isEmpty()
                || (rule.matches().size() == 1 && rule.matches().get(0).path().type() == PathSpec.Type.PATH_PREFIX);
        List<FilterSpec> filters = fit(rule.filters(), prefix, backends);
        boolean redirects = FilterChecks.has(filters, FilterSpec.RequestRedirect.class);
        List<BackendRefSpec> refs = new ArrayList<>();
        for (int i = 0; i < backends && !redirects; i++) {
            List<FilterSpec> own = new ArrayList<>(fit(rule.filters(), prefix, backends));
            own.removeIf(filter -> filter instanceof FilterSpec.RequestRedirect || filter instanceof FilterSpec.Cors);
            refs.add(new BackendRefSpec("b" + i, i * 7, i == 0 ? List.of() : own));
        }
        TimeoutsSpec timeouts = rule.timeouts();
        boolean bounded = !timeouts.request().isZero();
        Duration each = timeouts.backendRequest();
        RuleSpec timed = bounded && each.compareTo(timeouts.request()) > 0
                ? Records.with(rule, "timeouts", Records.with(timeouts, "backendRequest", timeouts.request()))
                : rule;
        RuleSpec filtered = Records.with(Records.with(timed, "filters", filters), "backendRefs", refs);
        RuleSpec lasting = Records.with(filtered, "sessionPersistence", fit(rule.sessionPersistence()));
        return Records.with(lasting, "name", rule.name() == null ? null : name);
    }

    private static @Nullable SessionPersistenceSpec fit(@Nullable SessionPersistenceSpec drawn) {
        if (drawn == null) {
            return null;
        }
        boolean wrong = drawn.type() == SessionPersistenceSpec.Type.HEADER
                || (drawn.permanent() && drawn.absoluteTimeout() == null);
        return wrong ? Records.with(drawn, "cookieConfig", null) : drawn;
    }

    /** Each kind once, mirrors aside; no rewriting beside a redirect, no prefix where it is not certain. */
    private static List<FilterSpec> fit(List<FilterSpec> drawn, boolean prefix, int backends) {
        List<FilterSpec> filters = new ArrayList<>();
        Set<Class<?>> kinds = new HashSet<>();
        for (FilterSpec filter : drawn) {
            boolean mirror = filter instanceof FilterSpec.RequestMirror;
            boolean wrong = (mirror && backends == 0)
                    || (!mirror && !kinds.add(filter.getClass()))
                    || (!prefix && Records.values(filter).containsKey("path"));
            if (!wrong) {
                filters.add(mirror ? Records.with(filter, "backend", "b0") : filter);
            }
        }
        if (FilterChecks.has(filters, FilterSpec.RequestRedirect.class)) {
            filters.removeIf(FilterSpec.UrlRewrite.class::isInstance);
        }
        return filters;
    }
}
