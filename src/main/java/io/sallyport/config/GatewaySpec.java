package io.sallyport.config;

import java.util.List;

/**
 * The document as it was written: what to listen on, where to forward to, and by which rules.
 *
 * @param listeners what is listened on
 * @param backends where requests are forwarded to
 * @param routes by which rules
 * @param allowEmpty whether there may be no route: every request is then answered 404
 */
public record GatewaySpec(
        List<ListenerSpec> listeners, List<BackendSpec> backends, List<RouteSpec> routes, boolean allowEmpty) {

    public GatewaySpec {
        listeners = List.copyOf(listeners);
        backends = List.copyOf(backends);
        routes = List.copyOf(routes);
    }
}
