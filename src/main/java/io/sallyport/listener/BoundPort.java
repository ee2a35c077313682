package io.sallyport.listener;

import io.netty.handler.ssl.SslContext;
import io.sallyport.listener.Lanes.Seat;
import io.sallyport.proxy.Downstream;
import io.sallyport.proxy.EarlyAnswers;
import io.sallyport.proxy.Http1Guard;
import io.sallyport.proxy.Http2Guard;
import io.sallyport.proxy.ProxyHandler;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.telemetry.GatewayMetrics;
import io.sallyport.telemetry.PortMeters;
import io.sallyport.tls.ServerTls;
import io.sallyport.tls.SwappableSslContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A port that is listened on, by one server on each lane. Its TLS settings are swapped in place. */
final class BoundPort {

    private static final Logger LOG = Logger.getLogger(BoundPort.class);
    private static final long DRAIN_CHECK_MILLIS = 20;

    private final Vertx vertx;
    private final Lanes lanes;
    private final PortSettings settings;
    private final ProxyHandler.Shared shared;
    private final int port;
    private final GatewayMetrics metrics;
    private final PortMeters meters;
    private final House house;
    private final @Nullable SwappableSslContext context;
    private final List<HttpServer> servers = new ArrayList<>();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final TrustedContexts trusted = new TrustedContexts();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final Promise<Void> closed = Promise.promise();
    private volatile boolean retiring;
    private @Nullable ServerTls tls;

    private enum Phase {
        OPEN,
        DRAINING,
        CLOSED
    }

    BoundPort(Ports.Environment environment, PortPlan plan, @Nullable SslContext first) {
        this.vertx = environment.vertx();
        this.lanes = environment.lanes();
        this.settings = environment.settings();
        this.shared = environment.shared();
        this.port = plan.port();
        this.metrics = environment.metrics();
        this.meters = metrics.port(port);
        this.house = new House(
                plan,
                meters,
                new EarlyAnswers(shared),
                environment.settings().idleTimeout().toNanos());
        this.tls = plan.tls();
        this.context = first == null ? null : new SwappableSslContext(first);
        if (first != null) {
            trusted.add(first);
        }
    }

    int port() {
        return port;
    }

    @Nullable
    ServerTls tls() {
        return tls;
    }

    /** Binds the port on all lanes; fails if it is taken, and then holds nothing. */
    Future<Void> bind() {
        Future<Void> all = Future.succeededFuture();
        for (Seat seat : lanes.seats()) {
            all = all.compose(v -> listen(seat));
        }
        return all.recover(failure -> close().transform(closed -> Future.failedFuture(failure)));
    }

    /** Whether connections begin with a header of the PROXY protocol. */
    boolean proxied() {
        return house.rules().proxies() != null;
    }

    /** Takes over other limits and trusted proxies, for new connections. */
    void adopt(PortPlan plan) {
        house.plan(plan);
    }

    private Future<Void> listen(Seat seat) {
        Promise<Void> bound = Promise.promise();
        seat.context().runOnContext(v -> {
            HttpServer server = server(new ProxyHandler(port, seat.lane(), shared), new Guests(house, seat));
            servers.add(server);
            server.listen(port, settings.host()).<Void>mapEmpty().onComplete(bound);
        });
        return bound.future();
    }

    private HttpServer server(ProxyHandler handler, Guests guests) {
        HttpServerOptions options = WireOptions.of(house.rules().limits(), context);
        HttpServer server = new GuardedServer((VertxInternal) vertx, options, guests)
                .requestHandler(handler::handle)
                .invalidRequestHandler(handler::handleInvalid)
                .exceptionHandler(this::failed);
        if (context != null) {
            return server.connectionHandler(this::connected);
        }
        PriorKnowledge http2 = new PriorKnowledge(
                server, options, handler, new PriorKnowledge.Handlers(this::connected, this::failed));
        return server.connectionHandler(connection -> {
            http2.watch(connection);
            connected(connection);
        });
    }

    private void failed(Throwable failure) {
        LOG.debugf("port %d: %s", port, failure.getMessage());
    }

    private void connected(HttpConnection connection) {
        if (phase.get() != Phase.OPEN) {
            connection.close();
            return;
        }
        connections.add(connection);
        if (Downstream.of(connection).http2()) {
            Http2Guard.install(connection);
        } else {
            Http1Guard.install(connection);
        }
        connection.exceptionHandler(failure -> LOG.debugf("connection to port %d: %s", port, failure.getMessage()));
        connection.closeHandler(v -> connections.remove(connection));
        Guest.of(connection).speaks(connection);
        SSLSession session = connection.sslSession();
        if (session != null && !trusted.hold(session)) {
            Downstream.of(connection).bar();
        } else if (retiring && !Downstream.of(connection).http2()) {
            Downstream.of(connection).retire(0);
        }
    }

    /**
     * Serves all on, and lets clients go that can be told to: connections of this moment, and new ones of HTTP/1.1 with
     * their first answer.
     */
    void retire() {
        retiring = true;
        long millis = settings.shutdownDelay().plus(settings.drainTimeout()).toMillis();
        connections.forEach(connection -> onItsLoop(connection, downstream -> downstream.retire(millis)));
    }

    /** Takes over other TLS settings, for new handshakes; connections under a trust that no longer holds drain. */
    void swap(ServerTls next, SslContext nextContext) {
        ServerTls before = Objects.requireNonNull(tls, "a plaintext port has no TLS settings");
        SwappableSslContext swappable = Objects.requireNonNull(context, "a plaintext port has no context");
        trusted.add(nextContext);
        swappable.swap(nextContext);
        tls = next;
        LOG.infof("port %d: new connections get the changed certificates or TLS settings", port);
        if (next.tightens(before)) {
            trusted.tightenTo(nextContext, System.currentTimeMillis());
            drain();
        }
    }

    /** Connections of this moment take no new exchange, and close when theirs have ended. */
    private void drain() {
        long millis = settings.drainTimeout().toMillis();
        connections.forEach(connection -> onItsLoop(connection, downstream -> downstream.leave(millis)));
    }

    private static void onItsLoop(HttpConnection connection, Consumer<Downstream> step) {
        ((ConnectionBase) connection).getContext().runOnContext(v -> step.accept(Downstream.of(connection)));
    }

    /** Lets the exchanges under way end, then gives the port back; never completes if it was wanted again before. */
    Future<Void> drainAndClose() {
        phase.set(Phase.DRAINING);
        drain();
        long end = System.nanoTime() + settings.drainTimeout().toNanos();
        vertx.setPeriodic(DRAIN_CHECK_MILLIS, id -> {
            boolean over = connections.isEmpty() || System.nanoTime() - end > 0;
            if (phase.get() != Phase.DRAINING) {
                vertx.cancelTimer(id);
            } else if (over && phase.compareAndSet(Phase.DRAINING, Phase.CLOSED)) {
                // The next tick ends the timer: at its first, Vert.x may not know it yet, and throws.
                close().onComplete(closed);
            }
        });
        return closed.future();
    }

    /** The port is wanted again: true if its drain had not ended yet; else it is to be bound anew once it is closed. */
    boolean reopen() {
        return phase.compareAndSet(Phase.DRAINING, Phase.OPEN);
    }

    Future<Void> close() {
        Future<Void> all = Future.succeededFuture();
        for (HttpServer server : List.copyOf(servers)) {
            all = all.compose(v -> server.close()).otherwiseEmpty();
        }
        return all.onComplete(v -> metrics.forget(meters));
    }
}
