package io.sallyport.proxy;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.sallyport.routing.HeaderEdit;
import io.sallyport.routing.PathPolicy;
import io.sallyport.routing.Redirect;
import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.InFlight;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.snapshot.SnapshotStore;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.Reason;
import io.sallyport.telemetry.RuleMeters;
import io.sallyport.upstream.AddressRanges;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The way of one request, in order. One instance serves one port on one lane. */
public final class ProxyHandler {

    private static final Logger LOG = Logger.getLogger(ProxyHandler.class);

    private final int port;
    private final Lane lane;
    private final SnapshotStore snapshots;
    private final RuleMeters nowhere;
    private final AddressRanges trustedClients;
    private final HeaderRules headers;
    private final LocalReply localReply;
    private final Recorder recorder;
    private final InFlight inFlight;
    private final int mostInFlight;

    /** What all handlers of the process share. */
    public record Shared(
            SnapshotStore snapshots,
            RuleMeters nowhere,
            ProxySettings settings,
            @Nullable AccessLog accessLog,
            InFlight inFlight) {}

    public ProxyHandler(int port, Lane lane, Shared shared) {
        this.port = port;
        this.lane = lane;
        this.snapshots = shared.snapshots();
        this.nowhere = shared.nowhere();
        this.trustedClients = shared.settings().trustedClients();
        this.headers = new HeaderRules(shared.settings().trustedProxies());
        this.localReply = new LocalReply(trustedClients);
        this.recorder = new Recorder(shared.accessLog());
        this.inFlight = shared.inFlight();
        this.mostInFlight = shared.settings().mostInFlight();
    }

    HeaderRules headers() {
        return headers;
    }

    LocalReply localReply() {
        return localReply;
    }

    Recorder recorder() {
        return recorder;
    }

    /** Serves a request that could be read. */
    public void handle(HttpServerRequest request) {
        if (ignored(request)) {
            return;
        }
        Snapshot snapshot = snapshots.enter();
        Exchange exchange = begin(request, snapshot);
        if (exchange == null) {
            return;
        }
        try {
            Reason refused = serve(exchange, snapshot);
            if (refused != Reason.NONE) {
                localReply.send(exchange, refused);
            }
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
    }

    /** Answers a request whose bytes are not HTTP. */
    public void handleInvalid(HttpServerRequest request) {
        if (ignored(request)) {
            return;
        }
        Exchange exchange = begin(request, snapshots.enter());
        if (exchange == null) {
            return;
        }
        exchange.downstream().distrust();
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            localReply.send(exchange, Reason.URI_TOO_LONG);
        } else if (cause instanceof TooLongHttpHeaderException) {
            localReply.send(exchange, Reason.HEADERS_TOO_LARGE);
        } else {
            localReply.send(exchange, Reason.BAD_REQUEST);
        }
    }

    /** What comes behind the client's last request, or behind our last answer, is none (RFC 9112, 9.6). */
    private static boolean ignored(HttpServerRequest request) {
        Downstream downstream = Downstream.of(request.connection());
        boolean last = downstream.requests().lastBegun();
        if (last) {
            downstream.close();
        }
        // With an answer of ours its own end closes the connection.
        return last || downstream.lastAnswered();
    }

    /** Null if not even that can be done; the connection is closed then. */
    private @Nullable Exchange begin(HttpServerRequest request, Snapshot snapshot) {
        try {
            return exchange(request, snapshot);
        } catch (RuntimeException e) {
            LOG.errorf("a request could not be begun: %s", Faults.withoutMessage(e));
            snapshot.usage().end();
            request.connection().close();
            return null;
        }
    }

    private Exchange exchange(HttpServerRequest request, Snapshot snapshot) {
        Downstream downstream = Downstream.of(request.connection());
        Exchange exchange = new Exchange(
                request, lane, downstream, new Exchange.Origin(snapshot.revision(), snapshot.usage(), nowhere, this));
        if (exchange.expectsBody()) {
            request.pause();
        }
        Handler<Throwable> failed = exchange::clientFailed;
        request.response().exceptionHandler(failed);
        if (downstream.http2()) {
            // In HTTP/1 the answer's handler is told first, of all that the request's is told.
            request.exceptionHandler(failed);
        }
        request.response().closeHandler(v -> exchange.clientGone());
        if (!downstream.http2()
                && (downstream.requests().unreadable() || exchange.fields().closes())) {
            downstream.requests().lastIsBegun();
        }
        String given = exchange.fields().requestId();
        exchange.requestId(given == null ? lane.ids().next() : given);
        return exchange;
    }

    /** @return why the gateway answers itself; NONE if the request is on its way */
    private Reason serve(Exchange exchange, Snapshot snapshot) {
        if (!exchange.seats().takeInProcess(inFlight, mostInFlight)) {
            return Reason.OVERLOADED;
        }
        PortPlan plan = snapshot.port(port);
        if (plan == null) {
            return Reason.DRAINING;
        }
        Reason refused = Admission.refusal(exchange, plan.limits());
        if (refused != Reason.NONE) {
            return refused;
        }
        ListenerPlan listener = plan.listenerFor(exchange.head().host());
        if (listener == null) {
            return Reason.NO_ROUTE;
        }
        exchange.way().taken(listener, exchange.downstream().peer().trustedClient(trustedClients));
        if (!exchange.seats().takeOnListener(listener.inFlight(), listener.mostInFlight())) {
            return Reason.OVERLOADED;
        }
        ListenerPlan named = exchange.downstream().sniListener(plan);
        if (named != null && named != listener) {
            return Reason.MISDIRECTED;
        }
        Reason read = Reading.of(exchange, listener);
        if (read != Reason.NONE) {
            return read == Reason.REDIRECT ? redirect(exchange, PathPolicy.MOVED, List.of()) : read;
        }
        return route(exchange, listener);
    }

    private Reason route(Exchange exchange, ListenerPlan listener) {
        Preflight preflight = Preflight.of(exchange.head());
        RulePlan rule = match(exchange, listener, preflight);
        if (rule == null) {
            return Reason.NO_ROUTE;
        }
        exchange.way().routed(rule);
        if (preflight != null && rule.filters().cors() != null) {
            localReply.preflight(exchange, rule.filters().cors(), preflight);
            return Reason.NONE;
        }
        Redirect redirect = rule.filters().redirect();
        return redirect == null
                ? forward(exchange, rule)
                : redirect(exchange, redirect, rule.filters().response());
    }

    /** A preflight belongs to the rule of the request that it asks for, if that rule answers it. */
    private static @Nullable RulePlan match(Exchange exchange, ListenerPlan listener, @Nullable Preflight preflight) {
        RulePlan asked = preflight == null ? null : listener.routes().match(preflight);
        return asked == null || asked.filters().cors() == null
                ? listener.routes().match(exchange.head())
                : asked;
    }

    private Reason forward(Exchange exchange, RulePlan rule) {
        List<String> offered = exchange.upgradeOffered();
        List<String> upgrade = Upgrade.allowed(offered, rule.upgrades());
        if (upgrade.isEmpty() && !offered.isEmpty()) {
            return Reason.UPGRADE_REFUSED;
        }
        exchange.way().upgrading(upgrade);
        Destination destination = Stickiness.choose(exchange, rule);
        if (destination == null) {
            return rule.split() == null ? Reason.NO_BACKEND : Reason.NO_WEIGHT;
        }
        if (exchange.body().declaredBytes() > rule.body().most()) {
            return Reason.BODY_TOO_LARGE;
        }
        exchange.way().forwarded(destination);
        new Forwarder(exchange, rule, destination, this).forward();
        return Reason.NONE;
    }

    /** A client of HTTP/1.0 that names no host cannot be told where to go. */
    private Reason redirect(Exchange exchange, Redirect redirect, List<HeaderEdit> edits) {
        Redirect.Asked asked = headers.asked(exchange);
        if (asked == null) {
            return Reason.BAD_REQUEST;
        }
        localReply.redirect(exchange, redirect, redirect.location(asked), edits);
        return Reason.NONE;
    }

    /** Ends an exchange that the gateway itself cannot serve. */
    void fail(Exchange exchange, RuntimeException e) {
        LOG.errorf("request %s failed within the gateway: %s", exchange.requestId(), Faults.withoutMessage(e));
        refuse(exchange, Reason.INTERNAL_ERROR);
    }

    /** Answers with the reason, or cuts an answer that has begun. */
    private void refuse(Exchange exchange, Reason reason) {
        if (exchange.response().headWritten()) {
            exchange.cut(exchange.response().getStatusCode(), reason);
        } else {
            localReply.send(exchange, reason);
        }
    }

    /** Ends an exchange whose client keeps no measure; what is under way to a backend is reset. */
    void giveUp(Exchange exchange, Reason reason) {
        if (!exchange.ended()) {
            refuse(exchange, reason);
            exchange.abandon();
        }
    }
}
