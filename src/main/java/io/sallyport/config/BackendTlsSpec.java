package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is originated to a backend.
 *
 * @param caFile absent if {@code systemTrust}
 * @param systemTrust {@code wellKnownCACertificates: System}
 * @param certificateFile with {@code keyFile}: our own certificate; both or none
 * @param serverName SNI and verified name; absent: the endpoint's host
 * @param subjectAltNames if not empty, only these authenticate, and {@code serverName} is SNI only
 */
public record BackendTlsSpec(
        @Nullable String caFile,
        boolean systemTrust,
        @Nullable String certificateFile,
        @Nullable String keyFile,
        @Nullable String serverName,
        List<String> subjectAltNames) {

    public BackendTlsSpec {
        subjectAltNames = List.copyOf(subjectAltNames);
    }
}
