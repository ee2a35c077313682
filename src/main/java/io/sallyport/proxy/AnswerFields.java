package io.sallyport.proxy;

import io.sallyport.routing.CorsPolicy;
import io.sallyport.routing.HeaderEdit;
import io.sallyport.snapshot.RulePlan;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gateway itself says in each answer, a backend's or its own: the way a request went, and its rule's CORS. */
final class AnswerFields {

    private static final CharSequence ROUTE = HttpHeaders.createOptimized("x-sallyport-route");
    private static final CharSequence RULE = HttpHeaders.createOptimized("x-sallyport-rule");
    private static final CharSequence BACKEND = HttpHeaders.createOptimized("x-sallyport-backend");
    private static final CharSequence REVISION = HttpHeaders.createOptimized("x-sallyport-revision");
    private static final List<String> OF_CORS =
            List.of("access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers");

    private AnswerFields() {}

    /** The header of a backend's answer as the client gets it, but for what belongs to the connection. */
    static void relayed(Exchange exchange, MultiMap from, List<HeaderEdit> edits, MultiMap headers) {
        HeaderRules.toDownstream(from, headers);
        HeaderEdits.apply(edits, headers);
        write(exchange, headers);
        Stickiness.tell(exchange, headers);
    }

    static void write(Exchange exchange, MultiMap headers) {
        RulePlan rule = exchange.way().rule();
        CorsPolicy cors = rule == null ? null : rule.filters().cors();
        if (cors != null) {
            cors(cors, exchange.request().getHeader(HttpHeaders.ORIGIN), headers);
        }
        way(exchange, headers);
    }

    /** Of an answer to a request, not to a preflight. The policy's word counts, not the backend's. */
    private static void cors(CorsPolicy cors, @Nullable String origin, MultiMap headers) {
        OF_CORS.forEach(headers::remove);
        vary(cors, headers);
        if (origin != null) {
            set(cors.answer(origin), headers);
        }
    }

    /** The same in the answer to a preflight. */
    static void preflight(Exchange exchange, CorsPolicy cors, Preflight asked, MultiMap headers) {
        vary(cors, headers);
        set(cors.preflight(asked.origin(), asked.method(), asked.header("access-control-request-headers")), headers);
        way(exchange, headers);
    }

    private static void vary(CorsPolicy cors, MultiMap headers) {
        if (cors.variesByOrigin()) {
            headers.add(HttpHeaders.VARY, "origin");
        }
    }

    private static void set(List<HeaderEdit.Field> fields, MultiMap headers) {
        for (int i = 0; i < fields.size(); i++) {
            headers.set(fields.get(i).name(), fields.get(i).value());
        }
    }

    private static void way(Exchange exchange, MultiMap headers) {
        String revision = exchange.way().toldRevision();
        if (revision == null) {
            return;
        }
        headers.set(REVISION, revision);
        RulePlan rule = exchange.way().rule();
        if (rule != null) {
            headers.set(ROUTE, rule.route());
            headers.set(RULE, rule.rule());
        }
        String backend = exchange.way().backend();
        if (backend != null) {
            headers.set(BACKEND, backend);
        }
    }
}
