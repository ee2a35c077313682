package io.sallyport.tls;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** Stands where Vert.x insists on key options for a server whose keys are in its {@link FixedContext}. */
public final class NoKeys implements KeyCertOptions {

    @Override
    public NoKeys copy() {
        return this;
    }

    @Override
    public @Nullable KeyManagerFactory getKeyManagerFactory(Vertx vertx) {
        return null;
    }

    @Override
    public @Nullable Function<String, KeyManagerFactory> keyManagerFactoryMapper(Vertx vertx) {
        return null;
    }
}
