package io.sallyport.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Makes TLS contexts of key material. Each has its own session cache and ticket keys, so nothing is resumed across
 * profiles, or after a change of certificates or trust. TLS 1.2 and 1.3, forward secret ciphers only, no
 * renegotiation, no early data.
 *
 * <p>BoringSSL's contexts are those that the garbage collector frees ({@code OPENSSL}, not {@code OPENSSL_REFCNT}):
 * a context that was swapped out is needed until its last connection has closed, and only the collector knows when.
 */
public final class TlsContexts {

    // Resumption skips the trust manager, so a session must not outlive a certificate for long. BoringSSL holds to
    // this for TLS 1.2 only; its TLS 1.3 tickets are good for two days, or until the context is replaced.
    private static final Duration SESSION_LIFE = Duration.ofHours(1);
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private final TlsEngine engine;

    /** Makes contexts for this engine. */
    public TlsContexts(TlsEngine engine) {
        this.engine = engine;
        // BoringSSL never renegotiates as a server; the JDK must be told, once for the process.
        if (engine == TlsEngine.JDK && System.getProperty(NO_RENEGOTIATION) == null) {
            System.setProperty(NO_RENEGOTIATION, "true");
        }
    }

    /** The engine that the contexts use. */
    public TlsEngine engine() {
        return engine;
    }

    /**
     * A new context for a server.
     *
     * @throws IllegalArgumentException if a cipher suite is not allowed, or the engine refuses the material
     */
    public SslContext server(ServerTls tls) {
        List<String> suites = CipherSuites.select(tls.cipherSuites(), tls.minVersion());
        ServerKeyManager manager = new ServerKeyManager(tls.certificates(), CipherSuites.versions(suites));
        KeyManagerFactory keys = factory(manager, tls.certificates().size());
        SslContextBuilder builder = SslContextBuilder.forServer(keys);
        if (tls.clientTrust() != null) {
            builder.trustManager(tls.clientTrust().manager());
            builder.clientAuth(tls.clientCertificateRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
        }
        return build(builder, suites, tls.alpn());
    }

    /**
     * A new context for a client. It verifies and sends the profile's server name, whatever host is dialled.
     *
     * @param alpn what is offered, the best first
     * @throws IllegalArgumentException if the engine refuses the material
     */
    public SslContext client(ClientTls tls, List<String> alpn) {
        SslContextBuilder builder = SslContextBuilder.forClient().trustManager(new ServerTrustManager(tls));
        if (tls.certificate() != null) {
            builder.keyManager(factory(new ClientKeyManager(tls.certificate()), 1));
        }
        SslContext context = build(builder, CipherSuites.ALLOWED, alpn);
        return new NamedClientContext(context, tls.serverName());
    }

    private SslContext build(SslContextBuilder builder, List<String> suites, List<String> alpn) {
        builder.sslProvider(engine.provider())
                .ciphers(suites)
                .protocols(CipherSuites.versions(suites).toArray(new String[0]))
                .sessionTimeout(SESSION_LIFE.toSeconds());
        if (!alpn.isEmpty()) {
            // The only behaviour that both engines know: without a common protocol, go on without ALPN.
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, alpn));
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("the TLS engine " + engine.label() + " refuses its settings", e);
        }
    }

    // Without the cache BoringSSL parses key and chain anew at every handshake. It keeps what it has seen for as
    // long as its context lives, by alias: hence a context for each generation, and room for every certificate.
    private KeyManagerFactory factory(X509ExtendedKeyManager manager, int certificates) {
        KeyManagerFactory factory = new FixedKeyManagerFactory(manager);
        return engine == TlsEngine.OPENSSL ? new OpenSslCachingX509KeyManagerFactory(factory, certificates) : factory;
    }
}
