package io.sallyport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
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

    NamedClientContext(SslContext target, String serverName) {
        this.target = target;
        this.serverName = serverName;
    }

    @Override
    SslContext target() {
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

    // Both engines send a peer's host as SNI only if it has a dot; a cluster's short names have none.
    private SSLEngine named(SSLEngine engine) {
        if (serverName.indexOf('.') < 0 && !ServerIdentity.isAddress(serverName)) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            engine.setSSLParameters(parameters);
        }
        return engine;
    }
}
