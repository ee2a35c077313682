package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named group of equal endpoints and how to reach them.
 *
 * @param service what {@code HTTPRoute}s must mean by the backend's name; absent: they may mean any
 */
public record BackendSpec(
        String name,
        List<EndpointSpec> endpoints,
        @Nullable BackendTlsSpec tls,
        @Nullable ServiceSpec service) {

    public BackendSpec {
        endpoints = List.copyOf(endpoints);
    }
}
