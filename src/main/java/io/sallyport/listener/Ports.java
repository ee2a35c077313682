package io.sallyport.listener;

import io.netty.handler.ssl.SslContext;
import io.sallyport.proxy.ProxyHandler;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.telemetry.GatewayMetrics;
import io.sallyport.tls.ServerTls;
import io.sallyport.tls.TlsContexts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bound ports, and the one place where a snapshot comes into force: what is new is opened first, then the reference
 * is swapped, then what is gone drains. A port that cannot be had changes nothing at all. Called by one thread at a time.
 */
public final class Ports {

    private static final Logger LOG = Logger.getLogger(Ports.class);

    private final Environment environment;
    private final Map<Integer, BoundPort> bound = new ConcurrentHashMap<>();
    private final Map<Integer, Draining> draining = new ConcurrentHashMap<>();

    /** A port that is no longer wanted, and when it will be free. */
    private record Draining(BoundPort port, Future<Void> closed) {}

    /** What all ports have in common. */
    public record Environment(
            Vertx vertx,
            Lanes lanes,
            PortSettings settings,
            ProxyHandler.Shared shared,
            TlsContexts contexts,
            GatewayMetrics metrics) {}

    public Ports(Environment environment) {
        this.environment = environment;
    }

    /**
     * Puts a snapshot into force.
     *
     * @return what stands against it; empty: it is in force. A snapshot that is refused stays with the caller.
     */
    public Future<List<PortFailure>> apply(Snapshot next) {
        List<PortFailure> failures = refusals(next);
        if (!failures.isEmpty()) {
            return Future.succeededFuture(failures);
        }
        Map<Integer, SslContext> contexts = changedContexts(next);
        return takeBack(next).compose(v -> open(next, contexts));
    }

    /** A port that is wanted again while it drains goes on; one that is being closed is waited for. */
    private Future<Void> takeBack(Snapshot next) {
        Future<Void> settled = Future.succeededFuture();
        for (PortPlan plan : next.ports()) {
            Draining back = draining.get(plan.port());
            if (back != null && back.port().reopen()) {
                draining.remove(plan.port());
                bound.put(plan.port(), back.port());
            } else if (back != null) {
                settled = settled.compose(v -> back.closed());
            }
        }
        return settled;
    }

    private Future<List<PortFailure>> open(Snapshot next, Map<Integer, SslContext> contexts) {
        List<BoundPort> fresh = new ArrayList<>();
        Future<Void> opened = Future.succeededFuture();
        for (PortPlan plan : next.ports()) {
            if (!bound.containsKey(plan.port())) {
                BoundPort port = new BoundPort(environment, plan, contexts.get(plan.port()));
                opened = opened.compose(v -> port.bind()
                        .onSuccess(w -> fresh.add(port))
                        .recover(failure -> Future.failedFuture(new Taken(plan.port(), failure))));
            }
        }
        return opened.map(v -> swap(next, fresh, contexts)).recover(failure -> undo(fresh, failure));
    }

    private static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int port;

        Taken(int port, Throwable cause) {
            super(cause.getMessage(), cause);
            this.port = port;
        }
    }

    private Future<List<PortFailure>> undo(List<BoundPort> fresh, Throwable failure) {
        Future<Void> closed = Future.succeededFuture();
        for (BoundPort port : fresh) {
            closed = closed.compose(v -> port.close());
        }
        drainAllBut(environment.shared().snapshots().current());
        PortFailure told = failure instanceof Taken taken
                ? new PortFailure(taken.port, taken.port + " (" + taken.getMessage() + ")", "a port that is free")
                : new PortFailure(0, String.valueOf(failure.getMessage()), "listeners that can be opened");
        return closed.map(List.of(told));
    }

    private List<PortFailure> refusals(Snapshot next) {
        List<PortFailure> failures = new ArrayList<>();
        for (PortPlan plan : next.ports()) {
            BoundPort port = known(plan.port());
            if (environment.settings().reserved().contains(plan.port())) {
                failures.add(new PortFailure(
                        plan.port(),
                        Integer.toString(plan.port()),
                        "a port other than that of the management interface"));
            } else if (port != null && !sameWire(port.tls(), plan.tls())) {
                failures.add(new PortFailure(
                        plan.port(),
                        plan.port() + " with another protocol or ALPN than it is bound with",
                        "protocol and alpn of a bound port as they are; use another port, or restart"));
            } else if (port != null && port.proxied() != (plan.proxies() != null)) {
                failures.add(new PortFailure(
                        plan.port(),
                        plan.port() + (port.proxied() ? " without" : " with") + " the PROXY protocol",
                        "the PROXY protocol of a bound port as it is; use another port, or restart"));
            }
        }
        return failures;
    }

    private static boolean sameWire(@Nullable ServerTls before, @Nullable ServerTls after) {
        return before == null || after == null ? before == after : before.alpn().equals(after.alpn());
    }

    private @Nullable BoundPort known(int port) {
        Draining leaving = draining.get(port);
        return leaving == null ? bound.get(port) : leaving.port();
    }

    /** Contexts for ports that are or may be bound anew, and for those whose TLS settings change; this may fail. */
    private Map<Integer, SslContext> changedContexts(Snapshot next) {
        Map<Integer, SslContext> contexts = new LinkedHashMap<>();
        for (PortPlan plan : next.ports()) {
            BoundPort port = bound.get(plan.port());
            if (plan.tls() != null && (port == null || !plan.tls().equals(port.tls()))) {
                contexts.put(plan.port(), environment.contexts().server(plan.tls()));
            }
        }
        return contexts;
    }

    private List<PortFailure> swap(Snapshot next, List<BoundPort> fresh, Map<Integer, SslContext> contexts) {
        for (PortPlan plan : next.ports()) {
            BoundPort port = bound.get(plan.port());
            SslContext context = contexts.get(plan.port());
            if (port != null && plan.tls() != null && context != null) {
                port.swap(plan.tls(), context);
            }
            if (port != null) {
                port.adopt(plan);
            }
        }
        environment.shared().snapshots().swap(next);
        fresh.forEach(port -> bound.put(port.port(), port));
        drainAllBut(next);
        return List.of();
    }

    private void drainAllBut(Snapshot inForce) {
        List<BoundPort> gone = bound.values().stream()
                .filter(port -> inForce.port(port.port()) == null)
                .toList();
        gone.forEach(this::drain);
    }

    private void drain(BoundPort port) {
        bound.remove(port.port());
        Draining leaving = new Draining(port, port.drainAndClose());
        draining.put(port.port(), leaving);
        leaving.closed().onSuccess(v -> {
            draining.remove(port.port(), leaving);
            LOG.infof("port %d is closed", port.port());
        });
    }

    /**
     * Takes leave of all clients, before the process ends. During the shutdown delay new connections are served, so that a
     * router may still send some, and clients are told to go elsewhere; then exchanges under way end, within the drain
     * timeout.
     *
     * @return completes when all ports are closed; at once if there are none
     */
    public Future<Void> retire() {
        Duration delay = environment.settings().shutdownDelay();
        bound.values().forEach(BoundPort::retire);
        Future<Void> waited = bound.isEmpty() || delay.isZero()
                ? Future.succeededFuture()
                : environment
                        .vertx()
                        .timer(delay.toMillis(), TimeUnit.MILLISECONDS)
                        .mapEmpty();
        return waited.compose(v -> {
            List.copyOf(bound.values()).forEach(this::drain);
            return Future.join(draining.values().stream().map(Draining::closed).toList())
                    .mapEmpty();
        });
    }

    /** Closes all ports at once. */
    public Future<Void> close() {
        Future<Void> all = Future.succeededFuture();
        for (BoundPort port : bound.values()) {
            all = all.compose(v -> port.close());
        }
        for (Draining leaving : draining.values()) {
            all = all.compose(v -> leaving.port().close());
        }
        return all;
    }
}
