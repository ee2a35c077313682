package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was written on a connection once its event loop has read all that was ready to be read, not between two
 * reads. Peers are woken in a bunch then, and a peer that is at work already is not woken again: each wake-up costs the
 * sender some microseconds. Much is sent at once, so that a body does not pile up.
 */
public final class LateFlush extends ChannelOutboundHandlerAdapter {

    private static final int MUCH = 16 * 1024;

    private static final FastThreadLocal<@Nullable Loop> LOOP = new FastThreadLocal<>();

    private final Loop loop;
    private @Nullable ChannelHandlerContext context;
    private int written;
    private boolean late;

    private LateFlush(Loop loop) {
        this.loop = loop;
    }

    /** Takes its place on a connection, if it has not yet; called on its event loop, once its handshake is over. */
    public static void install(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(LateFlush.class) != null) {
            return;
        }
        Loop loop = LOOP.get();
        if (loop == null || loop.events != channel.eventLoop()) {
            loop = new Loop(channel.eventLoop());
            LOOP.set(loop);
        }
        LateFlush handler = new LateFlush(loop);
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls == null) {
            pipeline.addFirst("lateFlush", handler);
        } else {
            pipeline.addAfter(tls.name(), "lateFlush", handler);
        }
    }

    /** The connections of an event loop that have something to send. */
    private static final class Loop implements Runnable {

        private final EventLoop events;
        private List<LateFlush> waiting = new ArrayList<>();
        private List<LateFlush> sending = new ArrayList<>();

        Loop(EventLoop events) {
            this.events = events;
        }

        void add(LateFlush flush) {
            if (waiting.isEmpty()) {
                events.execute(this);
            }
            waiting.add(flush);
        }

        /** Sending may end connections and begin exchanges, which add to the other list. */
        @Override
        public void run() {
            List<LateFlush> now = waiting;
            waiting = sending;
            sending = now;
            for (int i = 0; i < now.size(); i++) {
                now.get(i).send();
            }
            now.clear();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            written += bytes.readableBytes();
        }
        ctx.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (written > MUCH) {
            written = 0;
            ctx.flush();
        } else if (!late) {
            late = true;
            loop.add(this);
        }
    }

    private void send() {
        if (late && context != null) {
            late = false;
            written = 0;
            context.flush();
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        send();
        ctx.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        send();
    }
}
