package io.sallyport.admin;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
        // The socket's own address: what a forwarding header or the PROXY protocol says may be forged.
        JsonObject page = page(request.connection().remoteAddress(true));
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(page.encodePrettily() + "\n");
    }

    JsonObject page(@Nullable SocketAddress peer) {
        return state.remote() || isLoopback(peer) ? StatusPage.full(state) : StatusPage.summary(state);
    }

    /** Whether the peer is this host; IPv4 within IPv6 counts as what it holds. */
    private static boolean isLoopback(@Nullable SocketAddress peer) {
        String literal = peer == null ? null : peer.hostAddress();
        if (literal == null) {
            return false;
        }
        try {
            return InetAddress.getByName(literal).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
