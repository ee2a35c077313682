package io.sallyport.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Holds back a client of HTTP/1.1 that sends on and on before it is answered (RFC 9112, 9.3.2). Vert.x reads on without
 * bound and looks through all that wait with each new one. What came in one read is served all the same.
 */
final class Pipelined extends ChannelInboundHandlerAdapter {

    private static final int MOST_WAITING = 32;

    private final ConnectionBase connection;
    private int waiting;

    private Pipelined(ConnectionBase connection) {
        this.connection = connection;
    }

    /** Counts requests from the next one on. */
    static Pipelined on(ConnectionBase connection) {
        Pipelined handler = new Pipelined(connection);
        ChannelPipeline pipeline = connection.channel().pipeline();
        pipeline.addAfter(TunnelEnd.DECODER, "pipelined", handler);
        return handler;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest && ++waiting > MOST_WAITING) {
            connection.doPause();
        }
        ctx.fireChannelRead(message);
    }

    /** One that waited is served. Vert.x pauses anew where a body is not read. */
    void taken() {
        if (waiting > 0 && --waiting == MOST_WAITING) {
            connection.doResume();
        }
    }
}
