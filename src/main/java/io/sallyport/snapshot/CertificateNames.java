package io.sallyport.snapshot;

import io.sallyport.config.FieldPath;
import io.sallyport.config.GatewayDocument;
import io.sallyport.config.GatewaySpec;
import io.sallyport.config.ListenerSpec;
import io.sallyport.config.RouteSpec;
import io.sallyport.config.Violation;
import io.sallyport.config.WarningKind;
import io.sallyport.routing.HostMatch;
import io.sallyport.tls.ServerTls;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds hostnames that are served by TLS and that no certificate of their port speaks for. */
final class CertificateNames {

    /** A listener's further ones are only counted. */
    private static final int MOST_TOLD = 10;

    private final GatewaySpec spec;
    private final FieldPath listeners;
    private final Map<ListenerSpec, ServerTls> tls;

    private CertificateNames(GatewayDocument document, Map<ListenerSpec, ServerTls> tls) {
        this.spec = document.spec();
        this.listeners = document.root().field("listeners");
        this.tls = tls;
    }

    static List<Violation> warnings(GatewayDocument document, Map<ListenerSpec, ServerTls> tls) {
        return new CertificateNames(document, tls).warnings();
    }

    private List<Violation> warnings() {
        List<Violation> warnings = new ArrayList<>();
        for (int i = 0; i < spec.listeners().size(); i++) {
            ListenerSpec listener = spec.listeners().get(i);
            if (tls.containsKey(listener)) {
                FieldPath at = listeners.index(i).field("tls").field("certificates");
                warn(at, bare(listener), warnings);
            }
        }
        return warnings;
    }

    private static void warn(FieldPath at, List<String> bare, List<Violation> into) {
        if (bare.isEmpty()) {
            return;
        }
        String more = bare.size() > MOST_TOLD ? " and " + (bare.size() - MOST_TOLD) + " more" : "";
        String names = String.join(", ", bare.subList(0, Math.min(bare.size(), MOST_TOLD)));
        into.add(at.violation(
                        "no certificate for " + names + more,
                        "better one for every hostname: clients refuse the connection otherwise")
                .warning(WarningKind.CERTIFICATE_NAME));
    }

    private List<String> bare(ListenerSpec listener) {
        Set<String> names = new HashSet<>();
        for (ListenerSpec other : spec.listeners()) {
            ServerTls material = other.port() == listener.port() ? tls.get(other) : null;
            if (material != null) {
                material.certificates().forEach(certificate -> names.addAll(certificate.names()));
            }
        }
        return hosts(listener).stream().filter(host -> !covered(host, names)).toList();
    }

    /** A certificate's wildcard stands for one label (RFC 9525, 6.3). */
    private static boolean covered(String host, Set<String> names) {
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
    }

    /** What is served: the hostnames of routes within the listener's; of a route without any, the listener's own. */
    private Set<String> hosts(ListenerSpec listener) {
        HostMatch own = listener.hostname() == null ? HostMatch.any() : HostMatch.of(listener.hostname());
        Set<String> hosts = new LinkedHashSet<>();
        for (RouteSpec route : spec.routes()) {
            if (!route.listeners().isEmpty() && !route.listeners().contains(listener.name())) {
                continue;
            }
            if (route.hostnames().isEmpty() && listener.hostname() != null) {
                hosts.add(listener.hostname());
            }
            for (String hostname : route.hostnames()) {
                HostMatch both = HostMatch.intersect(own, HostMatch.of(hostname));
                if (both != null) {
                    hosts.add(both.text());
                }
            }
        }
        return hosts;
    }
}
