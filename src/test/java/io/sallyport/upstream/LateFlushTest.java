package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateFlushTest {

    private final List<String> done = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** What reaches the socket, in order. */
    private final class Wire extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ByteBuf bytes = (ByteBuf) message;
            done.add("write " + bytes.readableBytes());
            bytes.release();
            promise.setSuccess();
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            done.add("flush");
        }

        @Override
        public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
            done.add("close");
            ctx.close(promise);
        }
    }

    LateFlushTest() {
        LateFlush.install(channel);
        channel.pipeline().addFirst(new Wire());
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.copiedBuffer("x".repeat(count), StandardCharsets.US_ASCII);
    }

    @Test
    void whatIsWrittenGoesOutOnceAllThatWasReadyIsRead() {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ctx.writeAndFlush(message);
            }
        });

        channel.writeInbound(bytes(1), bytes(2));

        assertThat(done).containsExactly("write 1", "write 2", "flush");
    }

    @Test
    void muchGoesOutAtOnce() {
        channel.writeAndFlush(bytes(16 * 1024 + 1));

        assertThat(done).containsExactly("write 16385", "flush");
    }

    @Test
    void whatIsWrittenGoesOutBeforeTheConnectionCloses() {
        channel.writeAndFlush(bytes(1));
        channel.close();

        assertThat(done).containsExactly("write 1", "flush", "close");
    }

    @Test
    void itTakesItsPlaceOnce() {
        LateFlush.install(channel);

        assertThat(channel.pipeline().toMap().values())
                .filteredOn(LateFlush.class::isInstance)
                .hasSize(1);
    }
}
