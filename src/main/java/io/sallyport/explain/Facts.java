package io.sallyport.explain;

import io.sallyport.config.BackendRefSpec;
import io.sallyport.config.BackendSpec;
import io.sallyport.config.BackendTlsSpec;
import io.sallyport.config.ClientValidationSpec;
import io.sallyport.config.Durations;
import io.sallyport.config.EndpointSpec;
import io.sallyport.config.GatewaySpec;
import io.sallyport.config.ListenerSpec;
import io.sallyport.config.ListenerTlsSpec;
import io.sallyport.config.MatchSpec;
import io.sallyport.config.ProxyProtocolSpec;
import io.sallyport.config.RetrySpec;
import io.sallyport.config.RouteSpec;
import io.sallyport.config.RuleSpec;
import io.sallyport.config.SessionPersistenceSpec;
import io.sallyport.config.StickySpec;
import io.sallyport.config.ValueMatchSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a document says, as facts in words: by subject ({@code route reviews, rule testers}) and aspect ({@code weight of
 * reviews-v1}). An aspect that is there or not has no value.
 */
final class Facts {

    static final String ROUTE = "route ";

    private static final String NONE = "none";

    private final Map<String, Map<String, String>> bySubject = new LinkedHashMap<>();

    private Facts() {}

    static Map<String, Map<String, String>> of(GatewaySpec spec) {
        Facts facts = new Facts();
        spec.listeners().forEach(facts::listener);
        spec.backends().forEach(facts::backend);
        spec.routes().forEach(facts::route);
        if (spec.sessions() != null) {
            facts.subject("sessions")
                    .put("keyFiles", String.join(", ", spec.sessions().keyFiles()));
        }
        return facts.bySubject;
    }

    private Map<String, String> subject(String name) {
        return bySubject.computeIfAbsent(name, subject -> new LinkedHashMap<>());
    }

    private void listener(ListenerSpec listener) {
        Map<String, String> facts = subject("listener " + listener.name());
        facts.put("port", Integer.toString(listener.port()));
        facts.put("protocol", listener.protocol().name());
        facts.put("hostname", listener.hostname() == null ? "any" : listener.hostname());
        facts.put("path.dotSegments", word(listener.path().dotSegments()));
        facts.put("path.doubledSlashes", word(listener.path().doubledSlashes()));
        facts.put("path.escapedSlashes", word(listener.path().escapedSlashes()));
        facts.put("underscores", word(listener.underscores()));
        facts.put("answerHeaders", listener.answerHeaders() ? "yes" : NONE);
        facts.putAll(LimitFacts.of(listener.limits()));
        ProxyProtocolSpec proxies = listener.proxyProtocol();
        facts.put("proxyProtocol", proxies == null ? NONE : "from " + String.join(", ", proxies.trusted()));
        ListenerTlsSpec tls = listener.tls();
        if (tls != null) {
            tls.certificates().forEach(each -> facts.put("certificate " + each.certificateFile(), ""));
            facts.put("clientValidation", validation(tls.clientValidation()));
            facts.put("alpn", String.join(", ", tls.alpn()));
            facts.put("minVersion", tls.minVersion());
            facts.put("cipherSuites", orElse(tls.cipherSuites(), "all"));
        }
    }

    /** {@code UNESCAPE_AND_FORWARD} is written {@code UnescapeAndForward}. */
    private static String word(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static String validation(@Nullable ClientValidationSpec validation) {
        if (validation == null) {
            return NONE;
        }
        boolean optional = validation.mode() == ClientValidationSpec.Mode.OPTIONAL;
        return validation.caFile() + (optional ? " Optional" : " AllowValidOnly");
    }

    private void backend(BackendSpec backend) {
        Map<String, String> facts = subject("backend " + backend.name());
        backend.endpoints().forEach(endpoint -> facts.put("endpoint " + text(endpoint), ""));
        if (backend.protocol() != null) {
            facts.put("protocol", backend.protocol());
        }
        BackendTlsSpec tls = backend.tls();
        if (tls != null) {
            facts.put("trust", tls.caFile() == null ? "System" : tls.caFile());
            facts.put("certificate", tls.certificateFile() == null ? NONE : tls.certificateFile());
            facts.put("serverName", tls.serverName() == null ? "the endpoint's host" : tls.serverName());
            facts.put("subjectAltNames", orElse(tls.subjectAltNames(), NONE));
        }
    }

    static String text(EndpointSpec endpoint) {
        String host = endpoint.host().indexOf(':') >= 0 ? "[" + endpoint.host() + "]" : endpoint.host();
        return (endpoint.tls() ? "https://" : "http://") + host + ":" + endpoint.port();
    }

    private void route(RouteSpec route) {
        String name = ROUTE + route.name();
        Map<String, String> facts = subject(name);
        facts.put("listeners", orElse(route.listeners(), "all"));
        facts.put("hostnames", orElse(route.hostnames(), "any"));
        for (int i = 0; i < route.rules().size(); i++) {
            RuleSpec rule = route.rules().get(i);
            rule(subject(name + ", rule " + (rule.name() == null ? i : rule.name())), rule);
        }
    }

    private static void rule(Map<String, String> facts, RuleSpec rule) {
        if (rule.matches().isEmpty()) {
            facts.put("match every request", "");
        }
        rule.matches().forEach(match -> facts.put("match " + text(match), ""));
        rule.filters().forEach(filter -> facts.put("filter " + FilterText.of(filter), ""));
        long total =
                rule.backendRefs().stream().mapToLong(BackendRefSpec::weight).sum();
        for (BackendRefSpec ref : rule.backendRefs()) {
            String percent = Percent.text(Percent.of(ref.weight(), total));
            facts.put("weight of " + ref.name(), ref.weight() + " (" + percent + ")");
            ref.filters().forEach(filter -> facts.put("filter on " + ref.name() + " " + FilterText.of(filter), ""));
        }
        facts.put("sticky", text(rule.sticky()));
        facts.put("sessionPersistence", text(rule.sessionPersistence()));
        facts.put("timeouts.request", Durations.text(rule.timeouts().request()));
        facts.put("timeouts.backendRequest", Durations.text(rule.timeouts().backendRequest()));
        facts.put("timeouts.streamIdle", Durations.text(rule.timeouts().streamIdle()));
        facts.put("timeouts.tunnelIdle", Durations.text(rule.timeouts().tunnelIdle()));
        facts.put("retry", text(rule.retry()));
        facts.put("upgrades", orElse(rule.upgrades(), NONE));
        facts.putAll(LimitFacts.of(rule.limits()));
    }

    private static String text(MatchSpec match) {
        StringJoiner text = new StringJoiner(", ");
        text.add(word(match.path().type()) + " " + match.path().value());
        match.headers().forEach(header -> text.add("header " + text(header)));
        match.queryParams().forEach(param -> text.add("query parameter " + text(param)));
        return match.method() == null
                ? text.toString()
                : text.add("method " + match.method()).toString();
    }

    private static String text(ValueMatchSpec value) {
        boolean exact = value.type() == ValueMatchSpec.Type.EXACT;
        return value.name() + (exact ? " Exact \"" : " RegularExpression \"") + value.value() + '"';
    }

    private static String text(@Nullable StickySpec sticky) {
        if (sticky instanceof StickySpec.Cookie cookie) {
            String issued = cookie.issue() ? ", issued for " + Durations.text(cookie.ttl()) : "";
            return "cookie " + cookie.name() + issued;
        }
        return sticky instanceof StickySpec.Header header ? "header " + header.name() : NONE;
    }

    private static String text(@Nullable SessionPersistenceSpec sessions) {
        if (sessions == null) {
            return NONE;
        }
        String name = sessions.sessionName() == null ? "" : " " + sessions.sessionName();
        return (sessions.type() == SessionPersistenceSpec.Type.COOKIE ? "Cookie" : "Header")
                + name
                + (sessions.absoluteTimeout() == null ? "" : ", at most " + Durations.text(sessions.absoluteTimeout()))
                + (sessions.idleTimeout() == null ? "" : ", idle " + Durations.text(sessions.idleTimeout()))
                + (sessions.permanent() ? ", Permanent" : "");
    }

    private static String text(@Nullable RetrySpec retry) {
        if (retry == null) {
            return NONE;
        }
        String codes = retry.codes().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
        return "at most " + retry.attempts() + (codes.isEmpty() ? "" : " after " + codes) + ", backoff "
                + Durations.text(retry.backoff());
    }

    private static String orElse(List<String> words, String otherwise) {
        return words.isEmpty() ? otherwise : String.join(", ", words);
    }
}
