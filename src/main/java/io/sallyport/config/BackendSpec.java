package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named group of equal endpoints and how to reach them.
 *
 * @param protocol what plaintext endpoints speak, {@code h2c}; absent: HTTP/1.1, and over TLS what ALPN agrees on
 * @param service what {@code HTTPRoute}s must mean by the backend's name; absent: they may mean any
 */
public record BackendSpec(
        String name,
        List<EndpointSpec> endpoints,
        @Nullable String protocol,
        @Nullable BackendTlsSpec tls,
        @Nullable ServiceSpec service) {

    /** HTTP/2 without TLS, with prior knowledge (RFC 9113, 3.3). */
    public static final String H2C = "h2c";

    public BackendSpec {
        endpoints = List.copyOf(endpoints);
    }

    /** Whether HTTP/2 is spoken from the first byte, without TLS. */
    public boolean h2c() {
        return H2C.equals(protocol);
    }
}
