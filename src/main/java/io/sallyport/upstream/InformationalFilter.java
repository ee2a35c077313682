package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Swallows interim answers over HTTP/2 (RFC 9110, 15.2) other than 100, 101 and 103. Vert.x would take a 102 for the final
 * answer.
 */
final class InformationalFilter extends Http2FrameListenerDecorator {

    private InformationalFilter(Http2FrameListener listener) {
        super(listener);
    }

    static void install(Channel channel) {
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        http2.decoder().frameListener(new InformationalFilter(http2.decoder().frameListener()));
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        if (!unwanted(headers)) {
            super.onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }
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
        if (!unwanted(headers)) {
            super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
        }
    }

    private static boolean unwanted(Http2Headers headers) {
        CharSequence status = headers.status();
        return status != null
                && status.length() == 3
                && status.charAt(0) == '1'
                && !("100".contentEquals(status) || "101".contentEquals(status) || "103".contentEquals(status));
    }
}
