package io.sallyport.proxy;

import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.snapshot.Session;
import io.sallyport.telemetry.RuleMeters;
import io.sallyport.upstream.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an exchange goes, as far as that is settled, and hence where it counts. */
final class Way {

    private final String revision;
    private RuleMeters meters;
    private @Nullable ListenerPlan listener;
    private @Nullable RulePlan rule;
    private @Nullable Destination destination;
    private @Nullable Session session;
    private @Nullable Target target;
    private @Nullable String issuedCookie;
    private List<String> upgrade = List.of();
    private boolean told;
    private boolean counted;

    /**
     * @param revision of the document that it is served by
     * @param nowhere where it counts until a listener takes it
     */
    Way(String revision, RuleMeters nowhere) {
        this.revision = revision;
        this.meters = nowhere;
    }

    /**
     * The listener takes the request.
     *
     * @param trusted whether the client may be told more than others
     */
    void taken(ListenerPlan by, boolean trusted) {
        listener = by;
        told = trusted && by.tellsWay();
        meters = by.unrouted();
    }

    /** The rule that holds. */
    void routed(RulePlan by) {
        rule = by;
        meters = by.meters();
    }

    /** Where it goes. */
    void forwarded(Destination to) {
        destination = to;
    }

    /** It belongs to this session. */
    void continues(Session of) {
        session = of;
    }

    /** One more attempt goes to this address. */
    void attempted(Target at) {
        target = at;
    }

    /** The request asks for one of these protocols. */
    void upgrading(List<String> protocols) {
        upgrade = protocols;
    }

    /** The protocols that the backend is asked for; empty: none. */
    List<String> upgrade() {
        return upgrade;
    }

    void issueCookie(String field) {
        issuedCookie = field;
    }

    /** Where it counts is settled: it is in flight there until it ends. */
    void countInFlight() {
        if (!counted) {
            counted = true;
            meters.begin();
        }
    }

    RuleMeters meters() {
        return meters;
    }

    /** The revision of the document that it is served by, if the answer tells which way the request went; else null. */
    @Nullable
    String toldRevision() {
        return told ? revision : null;
    }

    @Nullable
    ListenerPlan listener() {
        return listener;
    }

    @Nullable
    RulePlan rule() {
        return rule;
    }

    @Nullable
    Destination destination() {
        return destination;
    }

    /** The chosen backend's name. */
    @Nullable
    String backend() {
        return destination == null ? null : destination.backend().name();
    }

    /** Null: it belongs to none that is known. */
    @Nullable
    Session session() {
        return session;
    }

    /** Where the last attempt went; null: there was none. */
    @Nullable
    Target target() {
        return target;
    }

    @Nullable
    String issuedCookie() {
        return issuedCookie;
    }
}
