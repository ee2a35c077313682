package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * Reads the answers on a connection of HTTP/1.1, but keeps no bytes between them. What a backend sends beyond the end of
 * an answer would become the beginning of the next user's: such a connection is not used again (RFC 9112, 6.3: a message's
 * length decides where it ends).
 */
final class AnswerDecoder extends HttpResponseDecoder {

    private boolean awaited;
    private boolean finalHead;
    private boolean toHead;
    private boolean surplus;

    /** Its fields are checked where they are used, not here. */
    private static final HttpHeadersFactory UNCHECKED = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return HeadersMultiMap.headers();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return HeadersMultiMap.headers();
        }
    };

    /** @param lineBytes and {@code headBytes}: of a status line, and of all fields */
    AnswerDecoder(int lineBytes, int headBytes) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(lineBytes)
                .setMaxHeaderSize(headBytes)
                .setHeadersFactory(UNCHECKED));
    }

    /** @param head whether the request is a HEAD, whose answer has no body whatever it says (RFC 9112, 6.3) */
    void expect(boolean head) {
        awaited = true;
        finalHead = false;
        toHead = head;
    }

    /** Whether bytes came beyond the answer's end. */
    boolean surplus() {
        return surplus;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) throws Exception {
        if (!awaited) {
            surplus = true;
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
            finalHead = true;
        }
        if (message instanceof LastHttpContent && finalHead) {
            awaited = false;
            if (rest.isReadable()) {
                rest.skipBytes(rest.readableBytes());
                surplus = true;
            }
        }
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        boolean interim = ((HttpResponse) message).status().codeClass() == HttpStatusClass.INFORMATIONAL;
        return (!interim && toHead) || super.isContentAlwaysEmpty(message);
    }
}
