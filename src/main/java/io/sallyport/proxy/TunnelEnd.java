package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side's connection once it carries another protocol. It takes the place of the HTTP decoder, so that bytes pass
 * below Vert.x, which still learns of the connection's end. Vert.x' own way, {@code NetSocket}, copies each byte, and
 * forgets who wanted to know when the connection closes.
 */
final class TunnelEnd extends ChannelInboundHandlerAdapter {

    /** Vert.x' name for the decoder of a client's requests. */
    static final String DECODER = "httpDecoder";

    private static final String NAME = "tunnel";

    private final Channel channel;
    private final Tunnel tunnel;
    private @Nullable ChannelHandlerContext context;

    private TunnelEnd(Channel channel, Tunnel tunnel) {
        this.channel = channel;
        this.tunnel = tunnel;
    }

    /** Takes over a client's connection for reading; an answer's head can still be written above. */
    static TunnelEnd ofClient(Channel channel, Tunnel tunnel) {
        return replace(channel, DECODER, tunnel);
    }

    /**
     * Takes over a backend's connection, within the handler of the 101. What came in one read with it comes to the tunnel
     * at once. The message's end, on its way behind the head, is stopped here: Vert.x would give the connection back to
     * the pool.
     */
    static TunnelEnd ofBackend(Channel channel, Tunnel tunnel) {
        return replace(channel, "codec", tunnel);
    }

    private static TunnelEnd replace(Channel channel, String decoder, Tunnel tunnel) {
        TunnelEnd end = new TunnelEnd(channel, tunnel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addAfter(decoder, NAME, end);
        pipeline.remove(decoder);
        return end;
    }

    Channel channel() {
        return channel;
    }

    void write(ByteBuf bytes) {
        context().write(bytes);
    }

    void flush() {
        context().flush();
    }

    /** Closes once all that was written is on its way. */
    void finish() {
        ChannelHandlerContext here = context();
        here.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> here.close());
    }

    /** Closes, whatever is on its way. Vert.x' own closing would wait for a peer that reads nothing. */
    void drop() {
        context().close();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "the end is part of a pipeline");
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            tunnel.read(this, bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        tunnel.readAll(this);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        tunnel.writable(this);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tunnel.closed();
        ctx.fireChannelInactive();
    }

    /** A side that says it will send no more has ended, though its connection may be open for the other direction. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent || event instanceof ChannelInputShutdownEvent) {
            tunnel.closed();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        tunnel.failed(this);
        ctx.fireExceptionCaught(cause);
    }
}
