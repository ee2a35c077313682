package io.sallyport.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP/2 client's connection, frame by frame: what Vert.x would not send or show. */
final class Http2Frames extends Http2FrameAdapter {

    private final ChannelHandlerContext ctx;
    private final Http2ConnectionHandler handler;
    private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger nextId;

    /** What came on a stream. */
    static final class Stream {
        volatile String status = "";
        volatile String body = "";
        volatile boolean ended;
        volatile long resetCode = -1;
    }

    /** Takes over the connection of a request whose answer has ended. */
    Http2Frames(HttpClientRequest last) {
        HttpConnection connection = last.connection();
        this.ctx = ((ConnectionBase) connection).channelHandlerContext();
        this.handler = ctx.pipeline().get(Http2ConnectionHandler.class);
        this.nextId = new AtomicInteger(last.streamId() + 2);
        ctx.executor().execute(() -> handler.decoder().frameListener(this));
    }

    /** Sends heads larger than the peer says it takes. */
    Http2Frames heedless() {
        ctx.executor().execute(() -> {
            try {
                handler.encoder().configuration().headersConfiguration().maxHeaderListSize(1 << 20);
            } catch (Http2Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return this;
    }

    /** A head without its pseudo fields' checks. */
    static Http2Headers head(String method, String path) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.method(method).path(path).scheme("https").authority("shop.example.com");
        return headers;
    }

    Stream open(Http2Headers headers, boolean end) {
        return open(headers, "", end);
    }

    /** Opens a stream with this head and body. */
    Stream open(Http2Headers headers, String body, boolean end) {
        Stream stream = new Stream();
        int id = nextId.getAndAdd(2);
        streams.put(id, stream);
        ctx.executor().execute(() -> {
            boolean headOnly = body.isEmpty() && end;
            handler.encoder().writeHeaders(ctx, id, headers, 0, headOnly, ctx.newPromise());
            if (!body.isEmpty()) {
                ByteBuf bytes = Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1);
                handler.encoder().writeData(ctx, id, bytes, 0, end, ctx.newPromise());
            }
            handler.flush(ctx);
        });
        return stream;
    }

    /** Waits for a stream's end or reset. */
    static Stream done(Stream stream) {
        Await.until("the stream's end", () -> stream.ended || stream.resetCode >= 0);
        return stream;
    }

    private Stream of(int id) {
        return streams.computeIfAbsent(id, key -> new Stream());
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end) {
        int read = data.readableBytes() + padding;
        Stream stream = of(id);
        stream.body = stream.body + data.toString(StandardCharsets.ISO_8859_1);
        stream.ended |= end;
        return read;
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end) {
        CharSequence status = headers.status();
        Stream stream = of(id);
        if (status != null) {
            stream.status = status.toString();
        }
        stream.ended |= end;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end) {
        onHeadersRead(context, id, headers, padding, end);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int id, long code) {
        of(id).resetCode = code;
    }
}
