package io.sallyport.admin;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code /status} on the management interface: in full on loopback (a port-forward), a summary for anyone else. */
@Singleton
public final class StatusRoute {

    private final GatewayState state;

    public StatusRoute(GatewayState state) {
        this.state = state;
    }

    void register(@Observes ManagementInterface management) {
        management.router().route("/status").handler(context -> answer(context.request()));
    }

    private void answer(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response()
                    .setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .end();
            return;
        }
        JsonObject page = page(request.connection().remoteAddress(true));
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(page.encodePrettily() + "\n");
    }

    JsonObject page(@Nullable SocketAddress peer) {
        return state.remote() || Peers.isLoopback(peer) ? StatusPage.full(state) : StatusPage.summary(state);
    }
}
