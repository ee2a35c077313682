package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Netty's client codec for HTTP/1.1, but one that keeps no bytes between answers. What a backend sends beyond the end of
 * an answer would stay in the decoder and become the beginning of the next user's: such a connection is not used again
 * (RFC 9112, 6.3: a message's length decides where it ends).
 */
final class AnswerCodec extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {

    private final Queue<HttpMethod> asked = new ArrayDeque<>();
    private @Nullable HttpResponse underWay;

    private AnswerCodec(HttpDecoderConfig config) {
        init(new Decoder(config), new Encoder());
    }

    /** Takes the place of the codec that Vert.x has put into the pipeline, before the first request. */
    static void install(Channel channel, HttpDecoderConfig config) {
        channel.pipeline().replace("codec", "codec", new AnswerCodec(config));
    }

    private final class Encoder extends HttpRequestEncoder {

        @Override
        protected void encode(ChannelHandlerContext ctx, Object message, List<Object> out) throws Exception {
            if (message instanceof HttpRequest request) {
                asked.offer(request.method());
            }
            super.encode(ctx, message, out);
        }
    }

    private final class Decoder extends HttpResponseDecoder {

        Decoder(HttpDecoderConfig config) {
            super(config);
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) throws Exception {
            if (asked.isEmpty() && underWay == null) {
                bytes.skipBytes(bytes.readableBytes());
                ctx.close();
                return;
            }
            int before = out.size();
            super.decode(ctx, bytes, out);
            for (int i = before; i < out.size(); i++) {
                follow(out.get(i), bytes);
            }
        }

        private void follow(Object message, ByteBuf rest) {
            if (message instanceof HttpResponse response
                    && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
                underWay = response;
            }
            if (message instanceof LastHttpContent && underWay != null) {
                if (rest.isReadable()) {
                    rest.skipBytes(rest.readableBytes());
                    underWay.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                }
                underWay = null;
            }
        }

        /** Which answers have no body depends on what was asked (RFC 9112, 6.3). */
        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            boolean interim = ((HttpResponse) message).status().codeClass() == HttpStatusClass.INFORMATIONAL;
            boolean head = !interim && HttpMethod.HEAD.equals(asked.poll());
            return head || super.isContentAlwaysEmpty(message);
        }
    }
}
