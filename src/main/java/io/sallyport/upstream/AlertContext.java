package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ImmediateExecutor;
import io.sallyport.tls.ForwardingSslContext;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * A client's context that lets a TLS alert count after the handshake. A TLS 1.3 backend refuses our certificate only
 * then, and Vert.x would tell of HTTP/2 just that the connection closed before its SETTINGS.
 */
final class AlertContext extends ForwardingSslContext {

    private final SslContext target;

    AlertContext(SslContext target) {
        this.target = target;
    }

    @Override
    protected SslContext target() {
        return target;
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls) {
        return new AlertHandler(target.newHandler(alloc).engine(), ImmediateExecutor.INSTANCE);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor executor) {
        return new AlertHandler(target.newHandler(alloc, executor).engine(), executor);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls) {
        return new AlertHandler(target.newHandler(alloc, peerHost, peerPort).engine(), ImmediateExecutor.INSTANCE);
    }

    @Override
    protected SslHandler newHandler(
            ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls, Executor executor) {
        return new AlertHandler(
                target.newHandler(alloc, peerHost, peerPort, executor).engine(), executor);
    }

    /** Tells of a failure as an error of the HTTP/2 connection, which alone fails what waits for the connection. */
    private static final class AlertHandler extends SslHandler {

        AlertHandler(SSLEngine engine, Executor executor) {
            super(engine, executor);
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws SSLException {
            try {
                super.decode(ctx, in, out);
            } catch (SSLException e) {
                throw new DecoderException(
                        Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, e, "TLS failed: %s", e.getMessage()));
            }
        }
    }
}
