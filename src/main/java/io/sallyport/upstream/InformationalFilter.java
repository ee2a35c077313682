package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.ReferenceCountUtil;

/**
 * Swallows interim answers (RFC 9110, 15.2) other than 100, 101 and 103. Vert.x would take a 102 for the final answer,
 * reuse the connection, and hand the real answer to the next request on it.
 */
final class InformationalFilter extends ChannelInboundHandlerAdapter {

    private boolean swallowing;

    static void install(Channel channel) {
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 == null) {
            channel.pipeline().addAfter("codec", "informational", new InformationalFilter());
        } else {
            http2.decoder().frameListener(new Http2Filter(http2.decoder().frameListener()));
        }
    }

    static boolean unwanted(int status) {
        return status >= 100 && status < 200 && status != 100 && status != 101 && status != 103;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse response
                && unwanted(response.status().code())) {
            swallowing = true;
        }
        if (!swallowing) {
            ctx.fireChannelRead(message);
            return;
        }
        if (message instanceof LastHttpContent) {
            swallowing = false;
        }
        ReferenceCountUtil.release(message);
    }

    /** The same for the HEADERS frames of HTTP/2. */
    private static final class Http2Filter extends Http2FrameListenerDecorator {

        Http2Filter(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
                throws io.netty.handler.codec.http2.Http2Exception {
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
                throws io.netty.handler.codec.http2.Http2Exception {
            if (!unwanted(headers)) {
                super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
            }
        }

        private static boolean unwanted(Http2Headers headers) {
            CharSequence status = headers.status();
            return status != null
                    && status.length() == 3
                    && status.charAt(0) == '1'
                    && InformationalFilter.unwanted(100 + (status.charAt(1) - '0') * 10 + status.charAt(2) - '0');
        }
    }
}
