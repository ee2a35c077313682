package io.sallyport.snapshot;

import io.sallyport.config.BackendSpec;
import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ListenerSpec;
import io.sallyport.telemetry.GatewayMetrics;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.ServerTls;
import io.sallyport.tls.SessionKey;
import io.sallyport.upstream.Backend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles a document as the gateway does, to be asked and not to be run: nothing is opened or resolved for it. */
public final class DryRun {

    private DryRun() {}

    /**
     * The snapshot of a document. Its backends are names, and a port has TLS material only where it could be read.
     *
     * @param keys absent: no file is read
     */
    public static Snapshot of(GatewayDocument document, @Nullable KeyMaterialStore keys) {
        Map<ListenerSpec, ServerTls> tls = new HashMap<>();
        List<SessionKey> sessionKeys = new ArrayList<>();
        if (keys != null) {
            TlsMaterial material = new TlsMaterial(keys);
            tls.putAll(SnapshotCompiler.listenerTls(document, material));
            sessionKeys.addAll(SnapshotCompiler.sessionKeys(document, material));
        }
        Map<String, Backend> backends = new LinkedHashMap<>();
        for (BackendSpec backend : document.spec().backends()) {
            backends.put(backend.name(), Backend.named(backend.name()));
        }
        RouteCompiler routes = new RouteCompiler(
                document.spec(),
                backends,
                sessionKeys,
                new RouteCompiler.Counts(GatewayMetrics.unread(), listener -> new InFlight()));
        return new Snapshot(
                document,
                document.revision(),
                SnapshotCompiler.ports(document.spec().listeners(), tls, routes),
                List.of(),
                routes.meters(),
                new Usage(() -> {}));
    }
}
