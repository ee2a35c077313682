package io.sallyport.tls;

import io.sallyport.access.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's certificate chain without its key, to be judged and not to be used. */
public final class ClientCertificate {

    private final List<X509Certificate> chain;

    private ClientCertificate(List<X509Certificate> chain) {
        this.chain = List.copyOf(chain);
    }

    /**
     * Reads a chain, leaf first.
     *
     * @throws IllegalArgumentException if there is none; the message is a sentence for the user
     */
    public static ClientCertificate parse(String file, byte[] pem) {
        try {
            return new ClientCertificate(Pem.certificates(file, pem));
        } catch (UnfitMaterialException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Whom it speaks for. */
    public Principal principal() {
        return PeerIdentity.of(chain.get(0));
    }

    /** Why these authorities do not let it in, in a sentence; null if they do. */
    public @Nullable String objection(TrustAnchors anchors) {
        try {
            X509Certificate[] presented = chain.toArray(new X509Certificate[0]);
            String keyType = presented[0].getPublicKey().getAlgorithm();
            anchors.manager().checkClientTrusted(presented, keyType.equals("EC") ? "ECDHE_ECDSA" : "RSA");
            return null;
        } catch (CertificateException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
