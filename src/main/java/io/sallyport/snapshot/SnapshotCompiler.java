package io.sallyport.snapshot;

import io.sallyport.config.BackendSpec;
import io.sallyport.config.BackendTlsSpec;
import io.sallyport.config.CertificateSpec;
import io.sallyport.config.FieldPath;
import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ListenerSpec;
import io.sallyport.config.SessionsSpec;
import io.sallyport.config.Violation;
import io.sallyport.telemetry.GatewayMetrics;
import io.sallyport.tls.CertifiedKey;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.ServerTls;
import io.sallyport.tls.SessionKey;
import io.sallyport.upstream.Backend;
import io.sallyport.upstream.EndpointPlan;
import io.sallyport.upstream.EndpointRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a snapshot of a document that is right in itself: reads the files it names, finds or opens its backends, and
 * resolves everything that a request would else have to look up. Not for an event loop: it reads files.
 */
public final class SnapshotCompiler {

    /** New names are waited for so long; a document must take effect within a second. */
    private static final Duration NAMES = Duration.ofMillis(400);

    private final KeyMaterialStore keys;
    private final EndpointRegistry registry;
    private final GatewayMetrics metrics;
    private final Map<String, InFlight> inFlight = new ConcurrentHashMap<>();

    public SnapshotCompiler(KeyMaterialStore keys, EndpointRegistry registry, GatewayMetrics metrics) {
        this.keys = keys;
        this.registry = registry;
        this.metrics = metrics;
    }

    /** Compiles; a refused document leaves nothing behind. */
    public CompileResult compile(GatewayDocument document) {
        TlsMaterial material = new TlsMaterial(keys);
        Map<ListenerSpec, ServerTls> tls = listenerTls(document, material);
        Map<String, List<EndpointPlan>> endpoints = endpoints(document, material);
        List<SessionKey> sessionKeys = sessionKeys(document, material);
        if (!material.violations().isEmpty()) {
            return new CompileResult.Refused(material.violations());
        }
        Map<String, Backend> backends = new LinkedHashMap<>();
        Usage usage = new Usage(() -> registry.release(backends.values()));
        try {
            endpoints.forEach((name, plans) -> backends.put(name, registry.acquire(name, plans)));
            RouteCompiler routes = new RouteCompiler(
                    document.spec(), backends, sessionKeys, new RouteCompiler.Counts(metrics, this::inFlight));
            List<PortPlan> ports = ports(document.spec().listeners(), tls, routes);
            awaitNames(backends.values());
            routes.sessions().forEach(Sessions::prepare);
            Snapshot snapshot =
                    new Snapshot(document, document.revision(), ports, material.certificates(), routes.meters(), usage);
            List<Violation> warnings = new ArrayList<>(material.warnings());
            warnings.addAll(CertificateNames.warnings(document, tls));
            return new CompileResult.Compiled(snapshot, warnings, material.recheck());
        } catch (RuntimeException e) {
            usage.end();
            throw e;
        }
    }

    private void awaitNames(Collection<Backend> backends) {
        try {
            registry.awaitNames(backends, NAMES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("closed");
        }
    }

    private InFlight inFlight(String listener) {
        return inFlight.computeIfAbsent(listener, name -> new InFlight());
    }

    /**
     * Forgets the listeners and files that the document in force does not name: should a file come back, it is read for
     * the first time.
     */
    public void retainOnly(GatewayDocument inForce) {
        inFlight.keySet()
                .retainAll(inForce.spec().listeners().stream()
                        .map(ListenerSpec::name)
                        .toList());
        Set<CertificateSpec> certificates = new HashSet<>();
        Set<String> caFiles = new HashSet<>();
        for (ListenerSpec listener : inForce.spec().listeners()) {
            if (listener.tls() != null) {
                certificates.addAll(listener.tls().certificates());
                if (listener.tls().clientValidation() != null) {
                    caFiles.add(listener.tls().clientValidation().caFile());
                }
            }
        }
        for (BackendSpec backend : inForce.spec().backends()) {
            BackendTlsSpec tls = backend.tls();
            if (tls != null && tls.caFile() != null) {
                caFiles.add(tls.caFile());
            }
            if (tls != null && tls.certificateFile() != null && tls.keyFile() != null) {
                certificates.add(new CertificateSpec(tls.certificateFile(), tls.keyFile()));
            }
        }
        SessionsSpec sessions = inForce.spec().sessions();
        keys.retain(certificates, caFiles, sessions == null ? Set.of() : Set.copyOf(sessions.keyFiles()));
    }

    static List<SessionKey> sessionKeys(GatewayDocument document, TlsMaterial material) {
        return material.sessionKeys(document.spec().sessions(), document.root().field("sessions"));
    }

    static Map<ListenerSpec, ServerTls> listenerTls(GatewayDocument document, TlsMaterial material) {
        Map<ListenerSpec, ServerTls> byListener = new HashMap<>();
        FieldPath at = document.root().field("listeners");
        List<ListenerSpec> listeners = document.spec().listeners();
        for (int i = 0; i < listeners.size(); i++) {
            ListenerSpec listener = listeners.get(i);
            if (listener.tls() != null) {
                ServerTls tls = material.server(listener.tls(), at.index(i).field("tls"));
                if (tls != null) {
                    byListener.put(listener, tls);
                }
            }
        }
        return byListener;
    }

    static Map<String, List<EndpointPlan>> endpoints(GatewayDocument document, TlsMaterial material) {
        Map<String, List<EndpointPlan>> byName = new LinkedHashMap<>();
        FieldPath at = document.root().field("backends");
        List<BackendSpec> backends = document.spec().backends();
        for (int i = 0; i < backends.size(); i++) {
            byName.put(backends.get(i).name(), material.endpoints(backends.get(i), at.index(i)));
        }
        return byName;
    }

    static List<PortPlan> ports(List<ListenerSpec> listeners, Map<ListenerSpec, ServerTls> tls, RouteCompiler routes) {
        Map<Integer, List<ListenerSpec>> byPort = new LinkedHashMap<>();
        listeners.forEach(listener -> byPort.computeIfAbsent(listener.port(), port -> new ArrayList<>())
                .add(listener));
        List<PortPlan> ports = new ArrayList<>();
        byPort.forEach((port, shared) -> ports.add(new PortPlan(
                port, wire(shared, tls), shared.stream().map(routes::listener).toList())));
        return ports;
    }

    private static PortPlan.Wire wire(List<ListenerSpec> listeners, Map<ListenerSpec, ServerTls> tls) {
        ListenerSpec first = listeners.get(0);
        return new PortPlan.Wire(
                merged(listeners, tls), PortLimits.of(first.limits()), ProxyTrust.of(first.proxyProtocol()));
    }

    /** The listeners of one port agree on all but their certificates: the parser holds them to it. */
    private static @Nullable ServerTls merged(List<ListenerSpec> listeners, Map<ListenerSpec, ServerTls> tls) {
        ServerTls first = tls.get(listeners.get(0));
        if (first == null) {
            return null;
        }
        Set<CertifiedKey> certificates = new LinkedHashSet<>();
        for (ListenerSpec listener : listeners) {
            ServerTls part = tls.get(listener);
            if (part != null) {
                certificates.addAll(part.certificates());
            }
        }
        return new ServerTls(
                List.copyOf(certificates),
                first.clientTrust(),
                first.clientCertificateRequired(),
                first.alpn(),
                first.minVersion(),
                first.cipherSuites());
    }
}
