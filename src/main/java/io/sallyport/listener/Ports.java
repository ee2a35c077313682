package io.sallyport.listener;

import io.netty.handler.ssl.SslContext;
import io.sallyport.proxy.ProxyHandler;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.tls.ServerTls;
import io.sallyport.tls.TlsContexts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<Integer, BoundPort> draining = new ConcurrentHashMap<>();

    /** What all ports have in common. */
    public record Environment(
            Vertx vertx, Lanes lanes, PortSettings settings, ProxyHandler.Shared shared, TlsContexts contexts) {}

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
        List<BoundPort> fresh = new ArrayList<>();
        Future<Void> opened = Future.succeededFuture();
        for (PortPlan plan : next.ports()) {
            if (known(plan.port()) == null) {
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
            }
        }
        return failures;
    }

    private static boolean sameWire(@Nullable ServerTls before, @Nullable ServerTls after) {
        return before == null || after == null ? before == after : before.alpn().equals(after.alpn());
    }

    private @Nullable BoundPort known(int port) {
        BoundPort known = bound.get(port);
        return known == null ? draining.get(port) : known;
    }

    /** Contexts for new ports, and for those whose TLS settings change; made ahead, for this may fail. */
    private Map<Integer, SslContext> changedContexts(Snapshot next) {
        Map<Integer, SslContext> contexts = new LinkedHashMap<>();
        for (PortPlan plan : next.ports()) {
            BoundPort port = known(plan.port());
            if (plan.tls() != null && (port == null || !plan.tls().equals(port.tls()))) {
                contexts.put(plan.port(), environment.contexts().server(plan.tls()));
            }
        }
        return contexts;
    }

    private List<PortFailure> swap(Snapshot next, List<BoundPort> fresh, Map<Integer, SslContext> contexts) {
        for (PortPlan plan : next.ports()) {
            BoundPort back = draining.remove(plan.port());
            if (back != null) {
                back.reopen();
                bound.put(plan.port(), back);
            }
            BoundPort port = bound.get(plan.port());
            SslContext context = contexts.get(plan.port());
            if (port != null && plan.tls() != null && context != null) {
                port.swap(plan.tls(), context);
            }
        }
        environment.shared().snapshots().swap(next);
        fresh.forEach(port -> bound.put(port.port(), port));
        List<BoundPort> gone = bound.values().stream()
                .filter(port -> next.port(port.port()) == null)
                .toList();
        gone.forEach(this::drain);
        return List.of();
    }

    private void drain(BoundPort port) {
        bound.remove(port.port());
        draining.put(port.port(), port);
        port.drainAndClose().onSuccess(closed -> {
            if (closed) {
                draining.remove(port.port(), port);
                LOG.infof("port %d is closed", port.port());
            }
        });
    }

    /** Closes all ports at once. */
    public Future<Void> close() {
        Future<Void> all = Future.succeededFuture();
        for (BoundPort port : bound.values()) {
            all = all.compose(v -> port.close());
        }
        return all;
    }
}
