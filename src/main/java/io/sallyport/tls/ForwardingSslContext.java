package io.sallyport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/** An {@link SslContext} that leaves everything to another, which may change. STARTTLS is not supported. */
public abstract class ForwardingSslContext extends SslContext {

    /** The context that does the work now. */
    protected abstract SslContext target();

    @Override
    public final boolean isClient() {
        return target().isClient();
    }

    @Override
    public final List<String> cipherSuites() {
        return target().cipherSuites();
    }

    @Override
    public final ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return target().applicationProtocolNegotiator();
    }

    @Override
    public final SSLSessionContext sessionContext() {
        return target().sessionContext();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc) {
        return target().newEngine(alloc);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc, String peerHost, int peerPort) {
        return target().newEngine(alloc, peerHost, peerPort);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls) {
        return target().newHandler(alloc);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor executor) {
        return target().newHandler(alloc, executor);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls) {
        return target().newHandler(alloc, peerHost, peerPort);
    }

    @Override
    protected SslHandler newHandler(
            ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls, Executor executor) {
        return target().newHandler(alloc, peerHost, peerPort, executor);
    }
}
