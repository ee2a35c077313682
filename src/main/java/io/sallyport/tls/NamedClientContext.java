package io.sallyport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * A client's context that knows whom it talks to, whatever host is dialled: Vert.x hands over the address or the
 * request's authority. The port stays, as it tells cached sessions apart.
 */
final class NamedClientContext extends ForwardingSslContext {

    private static final int NO_PORT = -1;

    private final SslContext target;
    private final String serverName;
    private final List<SNIServerName> sni;

    /**
     * @throws IllegalArgumentException if the name can be neither an address nor SNI (RFC 6066, 3)
     */
    NamedClientContext(SslContext target, String serverName) {
        this.target = target;
        this.serverName = serverName;
        this.sni = ServerIdentity.isAddress(serverName) ? List.of() : List.of(new SNIHostName(serverName));
    }

    @Override
    protected SslContext target() {
        return target;
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc) {
        return newEngine(alloc, serverName, NO_PORT);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc, String peerHost, int peerPort) {
        return named(target.newEngine(alloc, serverName, peerPort));
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls) {
        return newHandler(alloc, serverName, NO_PORT, startTls);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor executor) {
        return newHandler(alloc, serverName, NO_PORT, startTls, executor);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls) {
        return named(target.newHandler(alloc, serverName, peerPort));
    }

    @Override
    protected SslHandler newHandler(
            ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls, Executor executor) {
        return named(target.newHandler(alloc, serverName, peerPort, executor));
    }

    private SslHandler named(SslHandler handler) {
        named(handler.engine());
        return handler;
    }

    // Left alone, both engines send SNI only for names with a dot; a cluster's short names have none.
    private SSLEngine named(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(sni);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
