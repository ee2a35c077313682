package io.sallyport.config;

import java.util.List;

/** The document as it was written: what to listen on, where to forward to, and by which rules. */
public record GatewaySpec(
        List<ListenerSpec> listeners, List<BackendSpec> backends, List<RouteSpec> routes, boolean allowEmpty) {

    public GatewaySpec {
        listeners = List.copyOf(listeners);
        backends = List.copyOf(backends);
        routes = List.copyOf(routes);
    }
}
