package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vert.x' decoder of HTTP/1.1 with the limits of a connection; it tells when a head begins. */
final class HeadDecoder extends VertxHttpRequestDecoder {

    private final Guest guest;
    private Place place = Place.BETWEEN;

    private enum Place {
        BETWEEN,
        HEAD,
        BODY
    }

    private HeadDecoder(HttpServerOptions options, Guest guest) {
        super(options);
        this.guest = guest;
    }

    /** Puts it in the place of the one that Vert.x made; null if there is none. */
    static @Nullable HeadDecoder replace(Channel channel, HttpServerOptions options, Guest guest) {
        ChannelHandlerContext present = channel.pipeline().context(HttpRequestDecoder.class);
        if (present == null) {
            return null;
        }
        HeadDecoder decoder = new HeadDecoder(options, guest);
        channel.pipeline().replace(present.name(), present.name(), decoder);
        return decoder;
    }

    /** Whether a head has begun and not ended. */
    boolean withinHead() {
        return place == Place.HEAD;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        boolean begins = place == Place.BETWEEN && !isBlank(bytes);
        int known = out.size();
        super.decode(context, bytes, out);
        for (int i = known; i < out.size(); i++) {
            Object part = out.get(i);
            if (part instanceof HttpMessage) {
                place = Place.BODY;
            }
            if (part instanceof LastHttpContent) {
                place = Place.BETWEEN;
            }
        }
        if (begins && out.size() == known) {
            place = Place.HEAD;
            guest.headBegins();
        }
    }

    /** Its fields are not checked once more: {@link io.sallyport.proxy.Http1Guard} let through what is sound. */
    @Override
    protected HttpMessage createMessage(String[] line) {
        return new DefaultHttpRequest(
                HttpVersion.valueOf(line[2]), HttpMethod.valueOf(line[0]), line[1], HeadersMultiMap.headers());
    }

    /** Empty lines before a request are skipped (RFC 9112, 2.2). */
    private static boolean isBlank(ByteBuf bytes) {
        return bytes.forEachByte(b -> b == '\r' || b == '\n') < 0;
    }
}
