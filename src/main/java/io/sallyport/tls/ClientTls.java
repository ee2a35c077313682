package io.sallyport.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TLS profile: how TLS is originated to a backend. Equal by content, so it can key pools and contexts.
 *
 * @param trust whom the backend's certificate must come from
 * @param certificate our own; absent: none is presented
 * @param subjectAltNames URIs and DNS names; if not empty, the backend's certificate must hold one of them
 *     exactly, and {@code serverName} is not verified
 * @param serverName SNI, and the name that is verified; an IP address is verified but never sent
 */
public record ClientTls(
        TrustAnchors trust, @Nullable CertifiedKey certificate, List<String> subjectAltNames, String serverName) {

    public ClientTls {
        subjectAltNames = List.copyOf(subjectAltNames);
    }
}
