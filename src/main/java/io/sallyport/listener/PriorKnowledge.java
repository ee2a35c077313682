package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.sallyport.proxy.ProxyHandler;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnectionHandler;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.http.impl.HttpServerWorker;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.util.List;

/**
 * Finds HTTP/2 with prior knowledge on a plaintext port (RFC 9113, 3.3): the client's first bytes are the connection
 * preface, which no HTTP/1 request begins with. Vert.x can find it too, but would then also follow {@code Upgrade: h2c},
 * which RFC 9113 has dropped, and tell of an HTTP/1 connection with its first request only: too late to drain it.
 */
final class PriorKnowledge {

    private final HttpServerWorker http2;

    /**
     * @param server the one of this port and event loop
     * @param options of that server
     */
    PriorKnowledge(HttpServer server, HttpServerOptions options, ProxyHandler handler, Handlers handlers) {
        ContextInternal context = ContextInternal.current();
        HttpServerImpl owner = (HttpServerImpl) server;
        HttpServerConnectionHandler hello = new HttpServerConnectionHandler(
                owner, handler::handle, handler::handleInvalid, null, null, handlers.connected(), handlers.failed());
        this.http2 = new HttpServerWorker(
                context,
                context::duplicate,
                owner,
                context.owner(),
                new HttpServerOptions(options).setHttp2ClearTextEnabled(true),
                "http://localhost",
                hello,
                handlers.failed(),
                null);
    }

    /**
     * Who is told.
     *
     * @param connected of a connection once it speaks HTTP/2
     * @param failed of an exception beside any connection
     */
    record Handlers(Handler<HttpConnection> connected, Handler<Throwable> failed) {}

    /** Looks at the first bytes of a connection that Vert.x has just set up for HTTP/1, and before its decoder does. */
    void watch(HttpConnection connection) {
        ((ConnectionBase) connection).channel().pipeline().addBefore("httpDecoder", "priorKnowledge", new FirstBytes());
    }

    /** Leaves the pipeline with its decision. */
    private final class FirstBytes extends ByteToMessageDecoder {

        private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
            int seen = Math.min(in.readableBytes(), preface.readableBytes());
            boolean begun = ByteBufUtil.equals(in, in.readerIndex(), preface, preface.readerIndex(), seen);
            if (begun && seen < preface.readableBytes()) {
                return;
            }
            if (begun) {
                speakHttp2(ctx);
            }
            // What was read so far goes to the next handler.
            ctx.pipeline().remove(this);
        }

        /** For Vert.x the HTTP/1 connection ends here, and one of HTTP/2 begins on the same channel. */
        private void speakHttp2(ChannelHandlerContext ctx) throws Exception {
            ChannelPipeline pipeline = ctx.pipeline();
            VertxHandler<?> http1 = pipeline.get(VertxHandler.class);
            http1.channelInactive(pipeline.context(http1));
            // HTTP/2 knows no half of a connection; HTTP/1 had it allowed.
            ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
            while (pipeline.last() != this) {
                pipeline.removeLast();
            }
            http2.accept(ctx.channel(), null);
        }
    }
}
