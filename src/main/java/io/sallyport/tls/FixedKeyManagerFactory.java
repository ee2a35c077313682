package io.sallyport.tls;

import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Hands out one key manager, for interfaces that want a factory. */
final class FixedKeyManagerFactory extends KeyManagerFactory {

    FixedKeyManagerFactory(X509ExtendedKeyManager manager) {
        super(new Spi(manager), anyProvider(), "fixed");
    }

    // The constructor wants a provider and does not use it.
    private static Provider anyProvider() {
        return Security.getProviders()[0];
    }

    private static final class Spi extends KeyManagerFactorySpi {

        private final X509ExtendedKeyManager manager;

        Spi(X509ExtendedKeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

        @Override
        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
