package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.StreamPriority;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.http.impl.HttpRequestHead;

/** A request on a stream of HTTP/2. */
final class Http2Request extends UpstreamRequest {

    /** RFC 9113, 7. */
    private static final long CANCEL = 8;

    private static final StreamPriority PRIORITY = new StreamPriority();
    private static final Handler<AsyncResult<Void>> WRITTEN = done -> {};

    private final Http2Connection connection;
    private final HttpClientStream stream;
    private boolean headSent;
    private boolean over;
    private boolean left;

    Http2Request(Http2Connection connection, HttpClientStream stream, String authority, int use) {
        super(authority, use);
        this.connection = connection;
        this.stream = stream;
        stream.continueHandler(v -> ifNotOver(answers()::continued));
        stream.earlyHintsHandler(hints -> ifNotOver(() -> answers().earlyHints(hints)));
        stream.headHandler(
                head -> ifNotOver(() -> answers().head(new AnswerHead(head.statusCode, true, head.headers))));
        stream.chunkHandler(chunk -> ifNotOver(() -> answers().chunk(chunk)));
        stream.endHandler(trailers -> ifNotOver(() -> answers().end(trailers)));
        stream.exceptionHandler(this::broken);
        stream.drainHandler(v -> ifNotOver(this::drained));
        stream.closeHandler(v -> leave());
    }

    private void ifNotOver(Runnable step) {
        if (!over) {
            step.run();
        }
    }

    /** Its place on the connection is the next one's. */
    private void leave() {
        if (!left) {
            left = true;
            connection.streamEnded();
        }
    }

    private void broken(Throwable cause) {
        if (!over) {
            over = true;
            answers().failed(cause);
        }
    }

    @Override
    public boolean http2() {
        return true;
    }

    @Override
    public void sendHead() {
        if (!over && !headSent) {
            head(false);
        }
    }

    private void head(boolean end) {
        headSent = true;
        // The URI of the whole request would be for traces, of which there are none.
        HttpRequestHead head = new HttpRequestHead(method(), target(), headers(), authority(), "", null);
        stream.writeHead(head, false, null, end, PRIORITY, false, WRITTEN);
        if (over) {
            // No stream could be opened, and none will be closed.
            leave();
        }
    }

    @Override
    public void write(Buffer chunk) {
        if (!over) {
            sendHead();
            stream.writeBuffer(chunk.getByteBuf(), false, WRITTEN);
        }
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        if (headSent) {
            stream.writeBuffer(null, true, WRITTEN);
        } else {
            head(true);
        }
    }

    @Override
    public boolean writeQueueFull() {
        return stream.isNotWritable();
    }

    @Override
    public void afterRead(Runnable task) {
        stream.getContext().runOnContext(v -> task.run());
    }

    @Override
    public void pause() {
        stream.doPause();
    }

    @Override
    public void resume() {
        stream.doFetch(Long.MAX_VALUE);
    }

    @Override
    public void cancel() {
        if (over) {
            return;
        }
        over = true;
        if (headSent) {
            stream.reset(new StreamResetException(CANCEL));
        } else {
            leave();
        }
    }

    @Override
    public Channel channel() {
        return connection.channel();
    }

    @Override
    public int streamId() {
        return headSent ? stream.id() : 0;
    }
}
