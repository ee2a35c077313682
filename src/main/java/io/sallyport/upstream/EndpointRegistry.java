package io.sallyport.upstream;

import io.sallyport.tls.TlsContexts;
import io.sallyport.upstream.Backend.BackendPlan;
import io.sallyport.upstream.Backend.Endpoint;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Holds connection pools and resolved names by backend and what is spoken with it (plaintext, or a TLS profile). It survives a swap of snapshots: what a new
 * document needs as before goes on as it is, and what no document in use needs is closed.
 */
public final class EndpointRegistry implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EndpointRegistry.class);

    private final Vertx vertx;
    private final UpstreamSettings settings;
    private final AddressGuard guard;
    private final TlsContexts contexts;
    private final NameResolver resolver;
    private final Map<BackendPlan, Backend> backends = new HashMap<>();
    private final Map<PoolKey, ClientPool> pools = new HashMap<>();

    private record PoolKey(String backend, EndpointPlan.Wire wire) {}

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
        List<Endpoint> endpoints = new ArrayList<>();
        try {
            for (EndpointPlan endpoint : plan.endpoints()) {
                ClientPool pool = pool(plan.name(), endpoint);
                endpoints.add(new Endpoint(endpoint, pool, resolver.acquire(endpoint.host())));
            }
        } catch (RuntimeException e) {
            endpoints.forEach(endpoint -> release(plan.name(), endpoint));
            throw e;
        }
        Backend backend = new Backend(plan, endpoints, guard, settings.lanes());
        backend.begin();
        return backend;
    }

    /**
     * Waits until DNS has answered once for each name, or has failed to, so that the first requests find an address. Not
     * for an event loop.
     *
     * @param atMost how long; what has no answer by then gets it later
     */
    public void awaitNames(Collection<Backend> acquired, Duration atMost) throws InterruptedException {
        CompletableFuture<?>[] names = acquired.stream().map(Backend::resolved).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(names).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("not all names are resolved after %s", atMost);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes a name with a failure", e);
        }
    }

    private ClientPool pool(String backend, EndpointPlan endpoint) {
        ClientPool pool = pools.computeIfAbsent(
                new PoolKey(backend, endpoint.wire()), key -> new ClientPool(vertx, settings, key.wire(), contexts));
        pool.retain();
        return pool;
    }

    /**
     * Gives backends back; with its last user a backend's connections are closed. No exchange may be using it any more.
     * Returns at once: the lock is held while a document is compiled, and an event loop must not wait for that.
     */
    public void release(Collection<Backend> acquired) {
        vertx.executeBlocking(() -> {
            acquired.forEach(this::release);
            return acquired;
        });
    }

    private synchronized void release(Backend backend) {
        if (!backend.release()) {
            return;
        }
        backends.remove(backend.plan());
        backend.end();
        backend.endpoints().forEach(endpoint -> release(backend.name(), endpoint));
    }

    private void release(String backend, Endpoint endpoint) {
        resolver.release(endpoint.name());
        if (endpoint.pool().release()) {
            pools.remove(new PoolKey(backend, endpoint.plan().wire()));
        }
    }

    @Override
    public void close() {
        resolver.close();
    }
}
