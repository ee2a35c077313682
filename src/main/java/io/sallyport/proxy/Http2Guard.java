package io.sallyport.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.sallyport.upstream.LateFlush;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Looks at the fields of HTTP/2 before Vert.x does, which ends the whole connection for a bad method, resets some
 * requests uncounted, and lets any byte through. A malformed head is stood in for by one that the usual way refuses: the
 * stream is reset (RFC 9113, 8.1.1), the connection goes on.
 */
public final class Http2Guard extends Http2FrameListenerDecorator {

    private static final String NO_METHOD = "UNREADABLE";

    private final Downstream downstream;
    private final Http2Connection streams;
    private final Http2Connection.PropertyKey begun;

    private Http2Guard(Http2FrameListener next, Downstream downstream, Http2Connection streams) {
        super(next);
        this.downstream = downstream;
        this.streams = streams;
        this.begun = streams.newKey();
    }

    /** Takes its place on a connection of HTTP/2 before the first request is read. */
    public static void install(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        LateFlush.install(channel);
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        handler.decoder()
                .frameListener(new Http2Guard(
                        handler.decoder().frameListener(), Downstream.of(connection), handler.connection()));
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        super.onHeadersRead(ctx, streamId, checked(streamId, headers), padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        Http2Headers passed = checked(streamId, headers);
        super.onHeadersRead(ctx, streamId, passed, streamDependency, weight, exclusive, padding, endOfStream);
    }

    private Http2Headers checked(int streamId, Http2Headers headers) throws Http2Exception {
        Http2Stream stream = streams.stream(streamId);
        boolean head = stream.setProperty(begun, Boolean.TRUE) == null;
        if (head && !Http2Fields.soundHead(headers)) {
            downstream.requests().nextIsMalformed();
            return standIn();
        }
        if (!head && !Http2Fields.soundTrailers(headers)) {
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "malformed trailers");
        }
        return headers;
    }

    private static Http2Headers standIn() {
        return new DefaultHttp2Headers(false).method(NO_METHOD).scheme("https").path("/");
    }
}
