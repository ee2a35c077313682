package io.sallyport.explain;

import io.sallyport.config.FieldPath;
import io.sallyport.config.GatewayDocument;
import io.sallyport.config.RouteSpec;
import io.sallyport.explain.Explanation.Copy;
import io.sallyport.explain.Explanation.Division;
import io.sallyport.explain.Explanation.Door;
import io.sallyport.explain.Explanation.Place;
import io.sallyport.explain.Explanation.Sent;
import io.sallyport.explain.Explanation.Step;
import io.sallyport.explain.Explanation.Taken;
import io.sallyport.proxy.RequestPreview;
import io.sallyport.resilience.Idempotency;
import io.sallyport.routing.PathPolicy;
import io.sallyport.routing.Redirect;
import io.sallyport.routing.RequestHead;
import io.sallyport.routing.RouteTable;
import io.sallyport.routing.TrafficSplit.Share;
import io.sallyport.routing.Tried;
import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.telemetry.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks the way of one request through a snapshot, in the order of the gateway, and tells what it meets. */
public final class Explainer {

    static final int MOST_TRIED = 100;
    static final int MOST_PASSED_OVER = 10;

    /** The client's address is not part of a question: one of those that RFC 5737 keeps for examples. */
    private static final String PEER = "192.0.2.1";

    private final Snapshot snapshot;
    private final GatewayDocument document;
    private final Question question;
    private final RequestPreview request;

    private Explainer(Snapshot snapshot, GatewayDocument document, Question question) {
        this.snapshot = snapshot;
        this.document = document;
        this.question = question;
        this.request = question.request();
    }

    /**
     * Explains a request.
     *
     * @throws IllegalArgumentException if no document is in force
     */
    public static Explanation explain(Snapshot snapshot, Question question) {
        GatewayDocument document = snapshot.document();
        if (document == null) {
            throw new IllegalArgumentException("no document is in force");
        }
        return new Explainer(snapshot, document, question).explain();
    }

    private Explanation explain() {
        Reason refused = request.refused();
        Doors doors = new Doors(snapshot, document.spec());
        PortPlan port = refused == Reason.NONE ? doors.port(question) : null;
        ListenerPlan listener = port == null ? null : port.listenerFor(request.host());
        if (port == null || listener == null) {
            return told(refused == Reason.NONE ? Reason.NO_ROUTE : refused, null, null);
        }
        Door door = doors.door(port, listener, question);
        ListenerPlan named = question.serverName() == null ? null : port.listenerFor(question.serverName());
        if (named != null && named != listener) {
            return told(Reason.MISDIRECTED, door, null);
        }
        Reason read = request.readBy(listener);
        return read == Reason.NONE ? told(reason(listener), door, listener.routes()) : told(read, door, null);
    }

    /** A preflight belongs to the rule of the request that it asks for, if that rule answers it. */
    private RequestHead matched(RouteTable<RulePlan> table) {
        RequestHead preflight = request.preflight();
        RulePlan asked = preflight == null ? null : table.match(preflight);
        return preflight == null || asked == null || asked.filters().cors() == null ? request : preflight;
    }

    private Reason reason(ListenerPlan listener) {
        RequestHead matched = matched(listener.routes());
        RulePlan rule = listener.routes().match(matched);
        if (rule == null) {
            return Reason.NO_ROUTE;
        }
        if (matched != request || (request.preflight() != null && rule.filters().cors() != null)) {
            return Reason.CORS_PREFLIGHT;
        }
        if (rule.filters().redirect() != null) {
            return Reason.REDIRECT;
        }
        if (request.upgradeRefused(rule)) {
            return Reason.UPGRADE_REFUSED;
        }
        if (rule.split() == null) {
            return Reason.NO_BACKEND;
        }
        return rule.split().totalWeight() == 0 ? Reason.NO_WEIGHT : Reason.NONE;
    }

    /** @param table absent: the request comes to no rule */
    private Explanation told(Reason reason, @Nullable Door door, @Nullable RouteTable<RulePlan> table) {
        RequestHead matched = table == null ? request : matched(table);
        List<Tried<RulePlan>> tried = table == null ? List.of() : table.tried(matched);
        List<Tried<RulePlan>> passedOver = table == null ? List.of() : table.passedOver(matched, MOST_PASSED_OVER + 1);
        RulePlan rule = table == null ? null : table.match(matched);
        Redirect redirect = reason == Reason.REDIRECT ? redirect(rule) : null;
        return new Explanation(
                question.text(),
                snapshot.revision(),
                reason,
                redirect == null ? RequestPreview.status(reason) : redirect.status(),
                redirect == null ? null : request.location(redirect),
                door,
                request.dropped(),
                steps(tried, MOST_TRIED),
                steps(passedOver, MOST_PASSED_OVER),
                tried.size() > MOST_TRIED || passedOver.size() > MOST_PASSED_OVER,
                rule == null ? null : taken(rule, reason));
    }

    /** Where no rule sends the client elsewhere, the listener sends it to the path that it read. */
    private static @Nullable Redirect redirect(@Nullable RulePlan rule) {
        return rule == null ? PathPolicy.MOVED : rule.filters().redirect();
    }

    private List<Step> steps(List<Tried<RulePlan>> tried, int most) {
        return tried.stream()
                .limit(most)
                .map(each -> new Step(
                        place(each.rule()),
                        each.host().text(),
                        each.match().path().text(),
                        each.unmet()))
                .toList();
    }

    private Taken taken(RulePlan rule, Reason reason) {
        boolean answered = reason == Reason.REDIRECT || reason == Reason.CORS_PREFLIGHT;
        SessionFinding session = answered ? null : SessionFinding.of(rule.sessions(), request);
        Division division = answered ? null : new Divisions(document.spec()).of(rule, request, session);
        return new Taken(
                place(rule),
                division,
                division == null ? null : session,
                division == null ? List.of() : sent(rule, division.backends()),
                rule.timeouts(),
                rule.retry(),
                Idempotency.of(request.method()));
    }

    /** What is equal for several backends is told once. */
    private List<Sent> sent(RulePlan rule, List<String> backends) {
        Map<Sent, List<String>> receivers = new LinkedHashMap<>();
        for (Share<Destination> share : rule.split() == null
                ? List.<Share<Destination>>of()
                : rule.split().shares()) {
            if (backends.contains(share.name())) {
                receivers
                        .computeIfAbsent(sent(share.backend()), any -> new ArrayList<>())
                        .add(share.name());
            }
        }
        return receivers.entrySet().stream()
                .map(each -> each.getKey().to(each.getValue()))
                .toList();
    }

    private Sent sent(Destination destination) {
        return new Sent(
                List.of(),
                request.method(),
                request.sentTarget(destination),
                request.sent(PEER, destination),
                destination.response().stream().flatMap(FilterText::of).toList(),
                destination.mirrors().stream()
                        .map(mirror -> new Copy(mirror.backend().name(), mirror.numerator(), mirror.denominator()))
                        .toList());
    }

    private Place place(RulePlan rule) {
        List<RouteSpec> routes = document.spec().routes();
        int i = 0;
        while (!routes.get(i).name().equals(rule.route())) {
            i++;
        }
        int j = 0;
        while (!name(routes.get(i), j).equals(rule.rule())) {
            j++;
        }
        FieldPath field = document.routes().get(i).field("rules").index(j);
        return new Place(rule.route(), rule.rule(), field.toString(), field.line());
    }

    private static String name(RouteSpec route, int rule) {
        String name = route.rules().get(rule).name();
        return name == null ? Integer.toString(rule) : name;
    }
}
