package io.sallyport.admin;

import io.quarkus.vertx.http.ManagementInterface;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.ExplanationJson;
import io.sallyport.explain.ExplanationText;
import io.sallyport.explain.Question;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * {@code /explain} on the management interface: where a request would go by the document in force. On loopback only (a
 * port-forward), one at a time, and on a worker thread, so that it takes nothing from the traffic.
 */
@Singleton
public final class ExplainRoute {

    private final GatewayState state;
    private final Vertx vertx;
    private final AtomicBoolean busy = new AtomicBoolean();

    public ExplainRoute(GatewayState state, Vertx vertx) {
        this.state = state;
        this.vertx = vertx;
    }

    void register(@Observes ManagementInterface management) {
        management.router().route("/explain").handler(context -> answer(context.request()));
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!state.remote() && !Peers.isLoopback(request.connection().remoteAddress(true))) {
            say(response, 403, "explained on loopback only");
        } else if (!request.method().equals(HttpMethod.GET)) {
            response.putHeader(HttpHeaders.ALLOW, "GET");
            say(response, 405, "GET only");
        } else {
            ask(request);
        }
    }

    private void ask(HttpServerRequest request) {
        Asked asked;
        try {
            asked = Asked.of(request);
        } catch (IllegalArgumentException e) {
            say(request.response(), 400, "the query cannot be decoded");
            return;
        }
        if (busy.compareAndSet(false, true)) {
            explain(asked, request.response());
        } else {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            say(request.response(), 503, "one at a time");
        }
    }

    /** What the query says. */
    private record Asked(
            String request, List<String> headers, @Nullable String serverName, boolean json) {

        /** @throws IllegalArgumentException if it cannot be decoded */
        static Asked of(HttpServerRequest request) {
            return new Asked(
                    request.getParam("request", ""),
                    request.params().getAll("header"),
                    request.getParam("sni"),
                    "json".equals(request.getParam("output")));
        }
    }

    private void explain(Asked asked, HttpServerResponse response) {
        vertx.executeBlocking(() -> explain(asked), false).onComplete(result -> {
            busy.set(false);
            if (result.succeeded()) {
                write(response, result.result(), asked.json());
            } else if (result.cause() instanceof IllegalArgumentException) {
                say(response, 400, String.valueOf(result.cause().getMessage()));
            } else {
                say(response, 500, "a fault of the gateway");
            }
        });
    }

    private Explanation explain(Asked asked) {
        Question question = Question.of(asked.request(), asked.headers());
        String serverName = asked.serverName();
        if (serverName != null) {
            question = question.withServerName(serverName.isEmpty() ? null : serverName);
        }
        return Explainer.explain(state.snapshot(), question);
    }

    private static void write(HttpServerResponse response, Explanation explanation, boolean json) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, json ? "application/json" : "text/plain; charset=utf-8");
        response.end(json ? ExplanationJson.of(explanation).encodePrettily() + "\n" : ExplanationText.of(explanation));
    }

    private static void say(HttpServerResponse response, int status, String why) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(why + "\n");
    }
}
