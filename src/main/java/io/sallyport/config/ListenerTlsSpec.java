package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a listener terminates TLS.
 *
 * @param certificates at least one; the first is presented to clients that send no SNI
 * @param alpn from {@code h2} and {@code http/1.1}, in order of preference
 * @param minVersion {@code TLSv1.2} or {@code TLSv1.3}
 * @param cipherSuites IANA names; empty: the defaults
 */
public record ListenerTlsSpec(
        List<CertificateSpec> certificates,
        @Nullable ClientValidationSpec clientValidation,
        List<String> alpn,
        String minVersion,
        List<String> cipherSuites) {

    public ListenerTlsSpec {
        certificates = List.copyOf(certificates);
        alpn = List.copyOf(alpn);
        cipherSuites = List.copyOf(cipherSuites);
    }
}
