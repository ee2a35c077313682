package io.sallyport.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sallyport.config.GatewayDocument;
import io.sallyport.config.MatchSpec;
import io.sallyport.config.PathSpec;
import io.sallyport.config.RouteSpec;
import io.sallyport.routing.RequestHead;
import io.sallyport.routing.RouteMatch;
import io.sallyport.routing.Tried;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A compiled document as text, to be read: for each listener, and for each host and path that the document speaks of,
 * what is tried in which order; then each rule as a request meets it.
 */
final class CompiledText {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private final GatewayDocument document;
    private final Map<String, Object> rules = new LinkedHashMap<>();

    private CompiledText(GatewayDocument document) {
        this.document = document;
    }

    static String of(GatewayDocument document) {
        CompiledText text = new CompiledText(document);
        Map<String, Object> whole = new LinkedHashMap<>();
        for (PortPlan port : DryRun.of(document, null).ports()) {
            for (ListenerPlan listener : port.listeners()) {
                String host = listener.hostname() == null ? "any host" : listener.hostname();
                whole.put(
                        "listener " + listener.name() + ", port " + port.port() + ", " + host, text.listener(listener));
            }
        }
        whole.putAll(text.rules);
        try {
            return YAML.writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, Object> listener(ListenerPlan listener) {
        Map<String, Object> byPlace = new LinkedHashMap<>();
        for (String host : hosts(listener)) {
            for (String path : paths()) {
                List<Tried<RulePlan>> tried = listener.routes().tried(new Probe(host, path));
                if (!tried.isEmpty()) {
                    byPlace.put(host + path, tried.stream().map(this::line).toList());
                }
            }
        }
        return byPlace;
    }

    private String line(Tried<RulePlan> tried) {
        String name = tried.rule().route() + " rule " + tried.rule().rule();
        rules.computeIfAbsent("route " + name, any -> rule(tried.rule()));
        return name + ": " + tried.host().text() + " " + conditions(tried.match());
    }

    private static Object rule(RulePlan plan) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (ObjectTree.of(plan) instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> tree.put(String.valueOf(name), value));
        }
        tree.keySet().removeAll(Set.of("route", "rule"));
        return tree;
    }

    private static String conditions(RouteMatch match) {
        StringJoiner text = new StringJoiner(", ");
        text.add(match.path().text());
        if (match.method() != null) {
            text.add("method " + match.method());
        }
        match.headers().forEach(header -> text.add("header " + header.name() + " " + header.text()));
        match.queryParams().forEach(param -> text.add("query " + param.name() + " " + param.text()));
        return text.toString();
    }

    /** A host for each hostname: the label {@code any} where a wildcard stands. */
    private Set<String> hosts(ListenerPlan listener) {
        Set<String> hosts = new LinkedHashSet<>();
        for (RouteSpec route : document.spec().routes()) {
            route.hostnames().forEach(hostname -> hosts.add(hostname.replace("*", "any")));
        }
        hosts.add(
                listener.hostname() == null ? "other.test" : listener.hostname().replace("*", "other"));
        hosts.removeIf(host -> listener.hostname() != null && !matches(listener.hostname(), host));
        return hosts;
    }

    private static boolean matches(String hostname, String host) {
        return hostname.startsWith("*.") ? host.endsWith(hostname.substring(1)) : host.equals(hostname);
    }

    /** Each path and prefix of a match, and a path that none names. */
    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        document.spec().routes().stream()
                .flatMap(route -> route.rules().stream())
                .flatMap(rule -> rule.matches().stream())
                .map(MatchSpec::path)
                .filter(path -> path.type() != PathSpec.Type.REGULAR_EXPRESSION)
                .filter(path -> !path.value().equals("/"))
                .forEach(path -> paths.add(path.value()));
        paths.add("/other");
        return paths;
    }

    private record Probe(String host, String path) implements RequestHead {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public @Nullable String header(String lowerCaseName) {
            return null;
        }

        @Override
        public @Nullable String queryParam(String name) {
            return null;
        }
    }
}
