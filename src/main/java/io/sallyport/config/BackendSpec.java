package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A named group of equal endpoints and how to reach them. */
public record BackendSpec(
        String name, List<EndpointSpec> endpoints, @Nullable BackendTlsSpec tls) {

    public BackendSpec {
        endpoints = List.copyOf(endpoints);
    }
}
