package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.upstream.LateFlush;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * Stands before Netty's decoder on an HTTP/1 connection and lets through what {@link RequestScan} finds sound. At the
 * first byte that is not, nothing more is read. A request whose head is at fault is stood in for by one that the usual
 * way refuses, after the answers that come before it; one whose body is at fault is refused, or cut where its answer has
 * begun.
 */
public final class Http1Guard extends ChannelInboundHandlerAdapter {

    private static final String DECODER = "httpDecoder";
    private static final HttpMethod NO_METHOD = HttpMethod.valueOf("UNREADABLE");
    private static final long LINGER_MILLIS = 1_000;

    private final HttpConnection connection;
    private final Channel channel;
    private final Downstream downstream;
    private final RequestScan scan = new RequestScan();
    private Mode mode = Mode.READING;

    private enum Mode {
        READING,
        /** No byte is let through any more. */
        DEAF,
        /** Every byte is let through: what is spoken is HTTP no longer. */
        ASIDE
    }

    private Http1Guard(HttpConnection connection) {
        this.connection = connection;
        this.channel = ((ConnectionBase) connection).channel();
        this.downstream = Downstream.of(connection);
    }

    /** Takes its place on a connection of HTTP/1 before the first byte is read. */
    public static void install(HttpConnection connection) {
        Http1Guard guard = new Http1Guard(connection);
        LateFlush.install(guard.channel);
        guard.channel.pipeline().addBefore(DECODER, "http1Guard", guard);
        guard.downstream.guardedBy(guard);
        if (!guard.downstream.tls()) {
            // Over TLS a client that ends its side is gone: the engines know no half.
            guard.channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
    }

    /** Lets bytes pass from now on, if none came behind the request that was begun last; else false. */
    boolean stepAside(RequestOrder requests) {
        if (mode != Mode.READING || !scan.betweenMessages() || !requests.begunAre(scan.heads())) {
            return false;
        }
        mode = Mode.ASIDE;
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        return true;
    }

    /**
     * Ends our side; what the client still sends is dropped for a moment. If the connection were closed with bytes
     * unread, the client would lose the answer on its way (RFC 9112, 9.6).
     */
    void linger() {
        mode = Mode.DEAF;
        channel.config().setAutoRead(true);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
        channel.eventLoop().schedule(() -> connection.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (mode == Mode.DEAF) {
            ReferenceCountUtil.release(message);
        } else if (mode == Mode.READING && message instanceof ByteBuf bytes) {
            read(ctx, bytes);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
        int end = bytes.writerIndex();
        int bad = scan.read(bytes, bytes.readerIndex(), end);
        if (bad == end) {
            ctx.fireChannelRead(bytes);
            return;
        }
        mode = Mode.DEAF;
        boolean body = scan.withinBody();
        bytes.writerIndex(bad);
        ctx.fireChannelRead(bytes);
        if (body) {
            downstream.requests().unreadable(scan.heads());
        } else if (!downstream.barred() && !downstream.lastAnswered()) {
            downstream.requests().unreadable(scan.heads() + 1);
            beyondDecoder(ctx).fireChannelRead(standIn());
        }
    }

    /** It expects a body that never comes, so that the connection lingers after the answer. */
    private static HttpRequest standIn() {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, NO_METHOD, "/");
        request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        return request;
    }

    private static ChannelHandlerContext beyondDecoder(ChannelHandlerContext ctx) {
        ChannelHandlerContext decoder = ctx.pipeline().context(DECODER);
        return decoder == null ? ctx : decoder;
    }

    /** The decoder would take what it holds of a refused head for another request. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (mode == Mode.DEAF) {
            beyondDecoder(ctx).fireChannelInactive();
        } else {
            ctx.fireChannelInactive();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (mode == Mode.ASIDE || !inputEnd(event)) {
            ctx.fireUserEventTriggered(event);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnds();
        }
    }

    private static boolean inputEnd(Object event) {
        return event == ChannelInputShutdownEvent.INSTANCE || event == ChannelInputShutdownReadComplete.INSTANCE;
    }

    /** A client that has sent whole requests and ended its side gets its answers. */
    private void inputEnds() {
        boolean whole = mode == Mode.DEAF || scan.betweenMessages();
        if (!whole || !downstream.inputEnds(mode == Mode.DEAF ? Long.MAX_VALUE : scan.heads())) {
            connection.close();
        }
    }
}
