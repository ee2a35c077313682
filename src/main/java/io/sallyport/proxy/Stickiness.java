package io.sallyport.proxy;

import io.sallyport.routing.HeaderEdit;
import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.snapshot.Session;
import io.sallyport.snapshot.Sessions;
import io.sallyport.snapshot.StickyKey;
import io.sallyport.upstream.Target;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Brings clients back to where they were: reads what they were given, and gives it to them. */
final class Stickiness {

    private Stickiness() {}

    /** Where the request goes: a session goes on where it is, else the split decides, by its key if it has one. */
    static @Nullable Destination choose(Exchange exchange, RulePlan rule) {
        if (rule.split() == null) {
            return null;
        }
        Sessions sessions = rule.sessions();
        Session session = sessions == null ? null : sessions.find(exchange.head(), now(exchange));
        if (session != null) {
            exchange.way().continues(session);
            return session.destination();
        }
        StickyKey sticky = rule.sticky();
        String key = sticky == null ? null : sticky.of(exchange.head());
        if (key == null && sticky instanceof StickyKey.Cookie cookie && cookie.issue()) {
            key = exchange.lane().ids().next();
            exchange.way().issueCookie(cookie.issueField(key));
        }
        return rule.split().choose(key, exchange.lane().random());
    }

    /** Writes into a backend's answer what brings the client back. */
    static void tell(Exchange exchange, MultiMap headers) {
        Way way = exchange.way();
        if (way.issuedCookie() != null) {
            headers.add(HttpHeaders.SET_COOKIE, way.issuedCookie());
        }
        RulePlan rule = way.rule();
        Sessions sessions = rule == null ? null : rule.sessions();
        String backend = way.backend();
        Target target = way.target();
        if (sessions == null || backend == null || target == null) {
            return;
        }
        HeaderEdit.Field field =
                sessions.told(way.session(), new Sessions.Answered(backend, target), exchange.head(), now(exchange));
        if (field != null && sessions.terms().cookie()) {
            headers.add(field.name(), field.value());
        } else if (field != null) {
            headers.set(field.name(), field.value());
        }
    }

    private static long now(Exchange exchange) {
        return exchange.time().toEpochMilli();
    }
}
