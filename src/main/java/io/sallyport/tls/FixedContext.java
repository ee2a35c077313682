package io.sallyport.tls;

import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;

/**
 * Makes Vert.x use a given context, for a server or a client. Vert.x' own settings of certificates, trust, ciphers
 * and ALPN protocols then have no effect; {@code useAlpn} must still be set for HTTP/2, a server needs
 * {@link NoKeys}, and a client must leave {@code forceSni} off, which would replace the profile's name.
 */
public final class FixedContext extends SSLEngineOptions {

    private final SslContext context;

    public FixedContext(SslContext context) {
        this.context = context;
    }

    private FixedContext(FixedContext other) {
        super(other);
        this.context = other.context;
    }

    @Override
    public FixedContext copy() {
        return new FixedContext(this);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return () -> context;
    }
}
