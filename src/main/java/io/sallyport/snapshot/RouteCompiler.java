package io.sallyport.snapshot;

import io.sallyport.config.BackendRefSpec;
import io.sallyport.config.GatewaySpec;
import io.sallyport.config.LimitsSpec;
import io.sallyport.config.ListenerSpec;
import io.sallyport.config.MatchSpec;
import io.sallyport.config.PathReadingSpec;
import io.sallyport.config.PathSpec;
import io.sallyport.config.RetrySpec;
import io.sallyport.config.RouteSpec;
import io.sallyport.config.RuleLimitsSpec;
import io.sallyport.config.RuleSpec;
import io.sallyport.config.SessionPersistenceSpec;
import io.sallyport.config.StickySpec;
import io.sallyport.config.TimeoutsSpec;
import io.sallyport.config.ValueMatchSpec;
import io.sallyport.resilience.RetryPolicy;
import io.sallyport.routing.HostMatch;
import io.sallyport.routing.PathMatch;
import io.sallyport.routing.PathPolicy;
import io.sallyport.routing.RouteMatch;
import io.sallyport.routing.RouteTable;
import io.sallyport.routing.TrafficSplit;
import io.sallyport.routing.Underscores;
import io.sallyport.routing.ValueMatch;
import io.sallyport.telemetry.GatewayMetrics;
import io.sallyport.telemetry.RuleMeters;
import io.sallyport.tls.SessionKey;
import io.sallyport.upstream.Backend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the document's routes into one table for each listener. */
final class RouteCompiler {

    private static final String NONE = "none";

    private final GatewaySpec spec;
    private final Map<String, Backend> backends;
    private final List<SessionKey> sessionKeys;
    private final GatewayMetrics metrics;
    private final Function<String, InFlight> inFlight;
    private final Set<RuleMeters> meters = new HashSet<>();
    private final List<Sessions> sessions = new ArrayList<>();

    /** Where requests are counted. */
    record Counts(GatewayMetrics metrics, Function<String, InFlight> inFlight) {}

    /**
     * @param sessionKeys none: no token of a session is known
     * @param counts meters, and what is under way on a listener, by its name
     */
    RouteCompiler(GatewaySpec spec, Map<String, Backend> backends, List<SessionKey> sessionKeys, Counts counts) {
        this.spec = spec;
        this.backends = backends;
        this.sessionKeys = List.copyOf(sessionKeys);
        this.metrics = counts.metrics();
        this.inFlight = counts.inFlight();
        this.meters.add(metrics.rule(NONE, NONE, NONE));
    }

    /** The meters of all listeners compiled so far. */
    Set<RuleMeters> meters() {
        return meters;
    }

    /** Those of all rules compiled so far. */
    List<Sessions> sessions() {
        return sessions;
    }

    ListenerPlan listener(ListenerSpec listener) {
        HostMatch own = listener.hostname() == null ? HostMatch.any() : HostMatch.of(listener.hostname());
        RouteTable.Builder<RulePlan> table = RouteTable.builder();
        for (RouteSpec route : spec.routes()) {
            if (route.listeners().isEmpty() || route.listeners().contains(listener.name())) {
                add(table, listener, own, route);
            }
        }
        return new ListenerPlan(
                listener.name(),
                listener.hostname(),
                table.build(),
                meters(listener.name(), NONE, NONE),
                paths(listener.path()),
                Underscores.valueOf(listener.underscores().name()),
                inFlight.apply(listener.name()),
                listener.limits().inFlight() == null
                        ? Integer.MAX_VALUE
                        : listener.limits().inFlight(),
                listener.answerHeaders());
    }

    private static PathPolicy paths(PathReadingSpec spec) {
        return new PathPolicy(
                PathPolicy.DotSegments.valueOf(spec.dotSegments().name()),
                PathPolicy.DoubledSlashes.valueOf(spec.doubledSlashes().name()),
                PathPolicy.EscapedSlashes.valueOf(spec.escapedSlashes().name()));
    }

    private void add(RouteTable.Builder<RulePlan> table, ListenerSpec listener, HostMatch own, RouteSpec route) {
        List<HostMatch> hosts = hosts(own, route.hostnames());
        if (hosts.isEmpty()) {
            return;
        }
        for (int i = 0; i < route.rules().size(); i++) {
            RuleSpec rule = route.rules().get(i);
            RulePlan plan = rule(listener, route.name(), rule.name() == null ? Integer.toString(i) : rule.name(), rule);
            List<RouteMatch> matches = matches(rule);
            for (HostMatch host : hosts) {
                matches.forEach(match -> table.add(host, match, plan));
            }
        }
    }

    /** A route sees only the hostnames that meet its listener's (Gateway API, {@code HTTPRoute.hostnames}). */
    private static List<HostMatch> hosts(HostMatch listener, List<String> hostnames) {
        if (hostnames.isEmpty()) {
            return List.of(listener);
        }
        return hostnames.stream()
                .map(hostname -> HostMatch.intersect(listener, HostMatch.of(hostname)))
                .filter(host -> host != null)
                .distinct()
                .toList();
    }

    private RulePlan rule(ListenerSpec listener, String route, String name, RuleSpec rule) {
        FilterCompiler filters = new FilterCompiler(rule, this::backend);
        TrafficSplit<Destination> split = rule.backendRefs().isEmpty() ? null : split(rule.backendRefs(), filters);
        return new RulePlan(
                route,
                name,
                split,
                new RulePlan.RuleFilters(filters.redirect(), filters.response(), filters.cors()),
                sticky(rule.sticky()),
                split == null ? null : sessions(rule, route, name, split),
                timeouts(rule.timeouts()),
                retry(rule.retry()),
                body(listener.limits(), rule.limits()),
                meters(listener.name(), route, name),
                Set.copyOf(rule.upgrades()));
    }

    private static RulePlan.Body body(LimitsSpec listener, RuleLimitsSpec rule) {
        Long most = rule.bodyBytes() == null ? listener.bodyBytes() : rule.bodyBytes();
        return new RulePlan.Body(
                most == null ? Long.MAX_VALUE : most, listener.bodyTimeout().toNanos());
    }

    private RuleMeters meters(String listener, String route, String rule) {
        RuleMeters made = metrics.rule(listener, route, rule);
        meters.add(made);
        return made;
    }

    private TrafficSplit<Destination> split(List<BackendRefSpec> refs, FilterCompiler filters) {
        return TrafficSplit.of(refs.stream()
                .map(ref -> new TrafficSplit.Share<>(
                        ref.name(), ref.weight(), filters.destination(ref.name(), ref.filters())))
                .toList());
    }

    private Backend backend(String name) {
        Backend backend = backends.get(name);
        if (backend == null) {
            throw new IllegalStateException("the parser lets no reference to a missing backend through: " + name);
        }
        return backend;
    }

    private static @Nullable StickyKey sticky(@Nullable StickySpec spec) {
        if (spec instanceof StickySpec.Cookie cookie) {
            return new StickyKey.Cookie(cookie.name(), cookie.ttl().toSeconds(), cookie.issue());
        }
        if (spec instanceof StickySpec.Header header) {
            return new StickyKey.Header(header.name().toLowerCase(Locale.ROOT));
        }
        return null;
    }

    /** Their tokens mean nothing to other rules (GEP-1619): the rule is part of them. */
    private @Nullable Sessions sessions(RuleSpec rule, String route, String name, TrafficSplit<Destination> split) {
        SessionPersistenceSpec spec = rule.sessionPersistence();
        if (spec == null) {
            return null;
        }
        SessionTerms terms = SessionTerms.of(spec, route, name);
        String scope = route + '\0' + name + '\0' + terms.name();
        Sessions made = new Sessions(
                terms,
                new SessionTags(sessionKeys, scope),
                split.shares(),
                CookiePaths.of(rule.matches(), matches(rule)));
        sessions.add(made);
        return made;
    }

    private static RulePlan.Timeouts timeouts(TimeoutsSpec spec) {
        return new RulePlan.Timeouts(
                spec.request().toNanos(),
                spec.backendRequest().toNanos(),
                spec.streamIdle().toNanos(),
                spec.tunnelIdle().toNanos());
    }

    private static RetryPolicy retry(@Nullable RetrySpec spec) {
        return spec == null ? RetryPolicy.NONE : new RetryPolicy(spec.attempts(), spec.codes(), spec.backoff());
    }

    private static List<RouteMatch> matches(RuleSpec rule) {
        return rule.matches().isEmpty()
                ? List.of(new RouteMatch(PathMatch.prefix("/"), List.of(), List.of(), null))
                : rule.matches().stream().map(RouteCompiler::match).toList();
    }

    private static RouteMatch match(MatchSpec spec) {
        return new RouteMatch(
                path(spec.path()),
                spec.headers().stream().map(RouteCompiler::header).toList(),
                spec.queryParams().stream()
                        .map(param -> value(param, param.name()))
                        .toList(),
                spec.method());
    }

    private static PathMatch path(PathSpec spec) {
        return switch (spec.type()) {
            case EXACT -> PathMatch.exact(PathPolicy.written(spec.value()));
            case PATH_PREFIX -> PathMatch.prefix(PathPolicy.written(spec.value()));
            case REGULAR_EXPRESSION -> PathMatch.regex(spec.value());
        };
    }

    private static ValueMatch header(ValueMatchSpec spec) {
        return value(spec, spec.name().toLowerCase(Locale.ROOT));
    }

    private static ValueMatch value(ValueMatchSpec spec, String name) {
        return spec.type() == ValueMatchSpec.Type.EXACT
                ? ValueMatch.exact(name, spec.value())
                : ValueMatch.regex(name, spec.value());
    }
}
