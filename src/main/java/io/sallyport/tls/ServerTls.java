package io.sallyport.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a listener's TLS context is made of. Equal by content: equal values need no new context.
 *
 * @param certificates at least one, chosen by SNI; the first is for clients that send none or an unknown one
 * @param clientTrust absent: clients are not asked for a certificate
 * @param clientCertificateRequired whether a client without certificate is refused; a bad one always is
 * @param alpn in order of preference; empty: no ALPN
 * @param minVersion {@code TLSv1.2} or {@code TLSv1.3}
 * @param cipherSuites IANA names from {@link CipherSuites#ALLOWED}; empty: all of them
 */
public record ServerTls(
        List<CertifiedKey> certificates,
        @Nullable TrustAnchors clientTrust,
        boolean clientCertificateRequired,
        List<String> alpn,
        String minVersion,
        List<String> cipherSuites) {

    public ServerTls {
        certificates = List.copyOf(certificates);
        alpn = List.copyOf(alpn);
        cipherSuites = List.copyOf(cipherSuites);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("TLS needs a certificate");
        }
    }

    /** What may be presented to a client that sends this name, or none, as SNI; one for each key type. */
    public List<CertifiedKey> certificatesFor(@Nullable String serverName) {
        return new CertificateIndex(certificates).all(serverName);
    }

    /** Whether a client that the former settings let in might be refused by these. */
    public boolean tightens(ServerTls former) {
        if (clientTrust == null) {
            return false;
        }
        return former.clientTrust == null
                || !clientTrust.includes(former.clientTrust)
                || (clientCertificateRequired && !former.clientCertificateRequired);
    }
}
