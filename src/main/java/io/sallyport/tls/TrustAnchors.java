package io.sallyport.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that a peer's certificate must chain up to. Equal by content, whatever the order. */
public final class TrustAnchors {

    private final X509ExtendedTrustManager manager;
    private final List<X509Certificate> certificates;
    private final String digest;

    private TrustAnchors(List<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
        this.manager = manager(store(certificates));
        this.digest = Digests.of(certificates.stream()
                .sorted(Comparator.comparing(certificate -> Digests.of(List.of(certificate))))
                .distinct()
                .toList());
    }

    /** Parses a bundle of CA certificates; an empty one is refused, as it could only refuse everyone. */
    static TrustAnchors parse(String caFile, byte[] content) throws UnfitMaterialException {
        return new TrustAnchors(Pem.certificates(caFile, content));
    }

    /** The authorities that the JDK trusts by default. */
    static TrustAnchors system() {
        return new TrustAnchors(List.of(manager(null).getAcceptedIssuers()));
    }

    /** SHA-256 of the set of certificates, lower case hex. */
    public String digest() {
        return digest;
    }

    /** Whether all who are trusted by the other are trusted by this as well. */
    public boolean includes(TrustAnchors other) {
        return certificates.containsAll(other.certificates);
    }

    boolean allExpired(Instant now) {
        return expired(now).count() == certificates.size();
    }

    Stream<X509Certificate> expired(Instant now) {
        return certificates.stream()
                .filter(certificate -> certificate.getNotAfter().toInstant().isBefore(now));
    }

    /** Builds and checks chains (PKIX), and the usage of the leaf; names are for others to check. */
    X509ExtendedTrustManager manager() {
        return manager;
    }

    private static KeyStore store(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot hold CA certificates", e);
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot check certificates", e);
        }
        throw new IllegalStateException("the JDK has no " + X509TrustManager.class.getSimpleName());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrustAnchors that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "TrustAnchors[" + certificates.size() + " certificates]";
    }
}
