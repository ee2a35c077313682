package io.sallyport.e2e;

import io.sallyport.cli.Issued;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The JDK's TLS for clients by hand. */
final class TestTls {

    private static final char[] NO_PASSWORD = {};

    private TestTls() {}

    /** Trusts this CA, presents nothing. */
    static SSLContext context(X509Certificate ca) throws Exception {
        return context(ca, new KeyManager[0]);
    }

    /** Trusts this CA, presents this certificate. */
    static SSLContext context(X509Certificate ca, Issued own) throws Exception {
        return context(ca, new KeyManager[] {new Insistent(own)});
    }

    /** Presents its certificate whatever issuers the server names; the JDK's own would rather present none. */
    private static final class Insistent extends X509ExtendedKeyManager {

        private static final String ALIAS = "own";
        private final Issued own;

        Insistent(Issued own) {
            this.own = own;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {own.certificate(), own.ca()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.key();
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }

    private static SSLContext context(X509Certificate ca, KeyManager[] keys) throws Exception {
        KeyStore store = empty();
        store.setCertificateEntry("ca", ca);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
