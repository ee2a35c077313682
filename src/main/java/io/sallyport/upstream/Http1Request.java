package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.nio.charset.StandardCharsets;

/** A request on a connection of HTTP/1.1. */
final class Http1Request extends UpstreamRequest {

    private static final int HEAD_BYTES = 512;
    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Http1Connection connection;
    private boolean chunked;
    private boolean headSent;
    private boolean ended;
    private boolean settled;

    Http1Request(Http1Connection connection, String authority, int use) {
        super(authority, use);
        this.connection = connection;
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(text.length())
                .writeBytes(text.getBytes(StandardCharsets.US_ASCII))
                .asReadOnly());
    }

    @Override
    public boolean http2() {
        return false;
    }

    boolean ended() {
        return ended;
    }

    /** Its connection is not its own any more. */
    void settled() {
        settled = true;
    }

    @Override
    public void sendHead() {
        if (!settled && !headSent) {
            writeHead();
            context().flush();
        }
    }

    private void writeHead() {
        headSent = true;
        HeadersMultiMap headers = headers();
        chunked = hasBody() && !headers.contains(HttpHeaders.CONTENT_LENGTH);
        if (chunked) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (!headers.contains(HttpHeaders.HOST)) {
            headers.set(HttpHeaders.HOST, authority());
        }
        connection.asks(method().toNetty());
        ByteBuf head = context().alloc().directBuffer(HEAD_BYTES);
        ByteBufUtil.writeAscii(head, method().name());
        head.writeByte(' ');
        ByteBufUtil.writeAscii(head, target());
        head.writeBytes(VERSION);
        headers.encode(head);
        ByteBufUtil.writeShortBE(head, ('\r' << 8) | '\n');
        put(head);
    }

    private void put(ByteBuf bytes) {
        ChannelHandlerContext context = context();
        context.write(bytes, context.voidPromise());
    }

    private ChannelHandlerContext context() {
        return connection.context();
    }

    @Override
    public void write(Buffer chunk) {
        if (settled || chunk.length() == 0) {
            return;
        }
        if (!headSent) {
            writeHead();
        }
        if (chunked) {
            ByteBuf size = context().alloc().directBuffer(16);
            ByteBufUtil.writeAscii(size, Integer.toHexString(chunk.length()));
            ByteBufUtil.writeShortBE(size, ('\r' << 8) | '\n');
            put(size);
            put(chunk.getByteBuf());
            put(CRLF.duplicate());
        } else {
            put(chunk.getByteBuf());
        }
        context().flush();
    }

    @Override
    public void end() {
        if (settled || ended) {
            return;
        }
        ended = true;
        if (!headSent) {
            writeHead();
        }
        if (chunked) {
            put(LAST_CHUNK.duplicate());
        }
        context().flush();
        connection.requestEnded();
    }

    @Override
    public boolean writeQueueFull() {
        return !channel().isWritable();
    }

    @Override
    public void afterRead(Runnable task) {
        connection.afterRead(task);
    }

    @Override
    public void pause() {
        if (!settled) {
            channel().config().setAutoRead(false);
        }
    }

    @Override
    public void resume() {
        if (!settled) {
            channel().config().setAutoRead(true);
        }
    }

    @Override
    public void cancel() {
        if (settled) {
            return;
        }
        settled = true;
        if (headSent) {
            connection.abort();
        } else {
            connection.unused();
        }
    }

    @Override
    public Channel channel() {
        return connection.channel();
    }

    @Override
    public int streamId() {
        return 0;
    }
}
