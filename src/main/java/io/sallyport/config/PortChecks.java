package io.sallyport.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks the listeners that share a port. They share one TLS context too, and a browser that coalesces connections
 * would get around a client validation that only one of them has (GEP-91). What holds before a request names its host
 * cannot differ among them.
 */
final class PortChecks {

    private static final List<Shared> SHARED = List.of(
            new Shared("clientValidation", PortChecks::validation),
            new Shared("alpn", tls -> tls.alpn().toString()),
            new Shared("minVersion", ListenerTlsSpec::minVersion),
            new Shared(
                    "cipherSuites",
                    tls -> tls.cipherSuites().isEmpty()
                            ? "the default"
                            : tls.cipherSuites().toString()));

    private static final List<SharedLimit> SHARED_LIMITS = List.of(
            new SharedLimit("headerBytes", limits -> Sizes.text(limits.headerBytes())),
            new SharedLimit("uriBytes", limits -> Sizes.text(limits.uriBytes())),
            new SharedLimit("headers", limits -> Integer.toString(limits.headers())),
            new SharedLimit("connections", limits -> Integer.toString(limits.connections())),
            new SharedLimit("requestsPerConnection", limits -> orNone(limits.requestsPerConnection())),
            new SharedLimit("headerTimeout", limits -> Durations.text(limits.headerTimeout())),
            new SharedLimit(
                    "keepAlive",
                    limits -> orNone(limits.keepAlive() == null ? null : Durations.text(limits.keepAlive()))),
            new SharedLimit("handshakeTimeout", limits -> Durations.text(limits.handshakeTimeout())));

    private final FieldPath listeners;
    private final Findings findings;
    private final Map<Integer, Integer> firstByPort = new HashMap<>();

    PortChecks(FieldPath listeners, Findings findings) {
        this.listeners = listeners;
        this.findings = findings;
    }

    void check(List<ListenerSpec> specs) {
        Map<String, FieldPath> hostnames = new HashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            ListenerSpec listener = specs.get(i);
            if (listener.port() == 0) {
                continue;
            }
            checkHostname(i, listener, hostnames);
            Integer first = firstByPort.putIfAbsent(listener.port(), i);
            if (first != null) {
                compare(first, specs.get(first), i, listener);
            }
        }
    }

    private void checkHostname(int i, ListenerSpec listener, Map<String, FieldPath> seen) {
        FieldPath at = listeners.index(i);
        boolean wrong = listener.hostname() == null && at.field("hostname").node() != null;
        if (wrong) {
            return;
        }
        String hostname = listener.hostname() == null ? "any hostname" : listener.hostname();
        FieldPath before = seen.putIfAbsent(listener.port() + " " + hostname, at);
        if (before != null) {
            String found = hostname + " on port " + listener.port() + " again";
            findings.refuse(at.field("hostname"), found, "port and hostname once; they stand at " + before);
        }
    }

    private void compare(int first, ListenerSpec one, int second, ListenerSpec other) {
        FieldPath at = listeners.index(second);
        String as = ", as at " + listeners.index(first) + " on the same port";
        if (one.protocol() != other.protocol()) {
            findings.refuse(
                    at.field("protocol"),
                    other.protocol().name(),
                    one.protocol().name() + as);
            return;
        }
        compareLimits(at.field("limits"), one.limits(), other.limits(), as);
        if (!trusted(one).equals(trusted(other))) {
            findings.refuse(at.field("proxyProtocol"), trusted(other), trusted(one) + as);
        }
        ListenerTlsSpec tls = one.tls();
        ListenerTlsSpec otherTls = other.tls();
        if (tls == null || otherTls == null) {
            return;
        }
        for (Shared shared : SHARED) {
            String part = shared.part().apply(tls);
            String otherPart = shared.part().apply(otherTls);
            if (!part.equals(otherPart)) {
                findings.refuse(at.field("tls").field(shared.key()), otherPart, part + as);
            }
        }
    }

    private void compareLimits(FieldPath at, LimitsSpec one, LimitsSpec other, String as) {
        for (SharedLimit shared : SHARED_LIMITS) {
            String part = shared.part().apply(one);
            String otherPart = shared.part().apply(other);
            if (!part.equals(otherPart)) {
                findings.refuse(at.field(shared.key()), otherPart, part + as);
            }
        }
    }

    private static String validation(ListenerTlsSpec tls) {
        ClientValidationSpec validation = tls.clientValidation();
        if (validation == null) {
            return "none";
        }
        boolean optional = validation.mode() == ClientValidationSpec.Mode.OPTIONAL;
        return Quote.of(validation.caFile()) + (optional ? " Optional" : " AllowValidOnly");
    }

    private static String orNone(@Nullable Object limit) {
        return limit == null ? "none" : limit.toString();
    }

    private static String trusted(ListenerSpec listener) {
        ProxyProtocolSpec proxy = listener.proxyProtocol();
        return proxy == null ? "none" : "trusted: " + proxy.trusted();
    }

    /** A limit that holds before a request names its host, as text. */
    private record SharedLimit(String key, Function<LimitsSpec, String> part) {}

    /** A part of the TLS settings that a port has only once, as text. */
    private record Shared(String key, Function<ListenerTlsSpec, String> part) {}
}
