package io.sallyport.tls;

import io.sallyport.access.Principal;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a TLS connection, and whom it asked for. The same on resumed sessions. */
public final class PeerIdentity {

    private PeerIdentity() {}

    /** The holder of the verified certificate, or none if there is no TLS or no certificate was presented. */
    public static @Nullable Principal of(@Nullable SSLSession session) {
        X509Certificate leaf = session == null ? null : leaf(session);
        return leaf == null ? null : of(leaf);
    }

    static Principal of(X509Certificate leaf) {
        return new Principal(leaf.getSubjectX500Principal().getName(), SubjectNames.uris(leaf), SubjectNames.dns(leaf));
    }

    /** The name that the client sent as SNI (RFC 6066, 3), or none. To be asked while the connection is open. */
    public static @Nullable String sni(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return null;
        }
        for (SNIServerName name : extended.getRequestedServerNames()) {
            if (name.getType() == StandardConstants.SNI_HOST_NAME) {
                return new String(name.getEncoded(), StandardCharsets.US_ASCII);
            }
        }
        return null;
    }

    private static @Nullable X509Certificate leaf(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? leaf : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
