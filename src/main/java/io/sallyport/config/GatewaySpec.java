package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document as it was written: what to listen on, where to forward to, and by which rules.
 *
 * @param listeners what is listened on
 * @param backends where requests are forwarded to
 * @param routes by which rules
 * @param sessions the keys of session tokens; absent: no rule has sessions
 * @param allowEmpty whether there may be no route: every request is then answered 404
 */
public record GatewaySpec(
        List<ListenerSpec> listeners,
        List<BackendSpec> backends,
        List<RouteSpec> routes,
        @Nullable SessionsSpec sessions,
        boolean allowEmpty) {

    public GatewaySpec {
        listeners = List.copyOf(listeners);
        backends = List.copyOf(backends);
        routes = List.copyOf(routes);
    }
}
