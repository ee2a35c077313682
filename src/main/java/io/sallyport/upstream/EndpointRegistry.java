package io.sallyport.upstream;

import io.sallyport.tls.ClientTls;
import io.sallyport.tls.TlsContexts;
import io.sallyport.upstream.Backend.BackendPlan;
import io.sallyport.upstream.Backend.Endpoint;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds connection pools and resolved names by backend and TLS profile. It survives a swap of snapshots: what a new
 * document needs as before goes on as it is, and what no document in use needs is closed.
 */
public final class EndpointRegistry implements AutoCloseable {

    private final Vertx vertx;
    private final UpstreamSettings settings;
    private final AddressGuard guard;
    private final TlsContexts contexts;
    private final NameResolver resolver;
    private final Map<BackendPlan, Backend> backends = new HashMap<>();
    private final Map<PoolKey, ClientPool> pools = new HashMap<>();

    private record PoolKey(String backend, @Nullable ClientTls tls) {}

    public EndpointRegistry(Vertx vertx, UpstreamSettings settings, AddressGuard guard, TlsContexts contexts) {
        this.vertx = vertx;
        this.settings = settings;
        this.guard = guard;
        this.contexts = contexts;
        this.resolver = new NameResolver(vertx, settings.nameServers());
    }

    /** The backend of this plan, made if there is none; to be released once by each that acquired it. */
    public synchronized Backend acquire(String name, List<EndpointPlan> endpoints) {
        Backend backend = backends.computeIfAbsent(new BackendPlan(name, List.copyOf(endpoints)), this::open);
        backend.retain();
        return backend;
    }

    private Backend open(BackendPlan plan) {
        Holder holder = new Holder();
        List<Endpoint> endpoints = new ArrayList<>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            endpoints.add(new Endpoint(endpoint, pool(plan.name(), endpoint), resolver.watch(endpoint.host(), holder)));
        }
        Backend backend = new Backend(plan, endpoints, guard, settings.lanes());
        holder.set(backend);
        return backend;
    }

    /** Lets a name's first answer reach a backend that is still being made. */
    private static final class Holder implements Runnable {

        private @Nullable Backend backend;

        synchronized void set(Backend made) {
            backend = made;
            made.refresh();
        }

        @Override
        public synchronized void run() {
            if (backend != null) {
                backend.refresh();
            }
        }
    }

    private ClientPool pool(String backend, EndpointPlan endpoint) {
        ClientPool pool = pools.computeIfAbsent(
                new PoolKey(backend, endpoint.tls()), key -> new ClientPool(vertx, settings, key.tls(), contexts));
        pool.retain();
        return pool;
    }

    /** Gives a backend back; with its last user its connections are closed. No exchange may be using it any more. */
    public synchronized void release(Backend backend) {
        if (!backend.release()) {
            return;
        }
        backends.remove(backend.plan());
        for (Endpoint endpoint : backend.endpoints()) {
            endpoint.name().forget();
            if (endpoint.pool().release()) {
                pools.remove(new PoolKey(backend.name(), endpoint.plan().tls()));
            }
        }
    }

    @Override
    public void close() {
        resolver.close();
    }
}
