package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    /** A frame's bytes, with the shortest length that holds it (RFC 6455, 5.2). */
    private static ByteBuf frame(int opcode, int payload, boolean masked) {
        ByteBuf bytes = Unpooled.buffer().writeByte(0x80 | opcode);
        int mask = masked ? 0x80 : 0;
        if (payload < 126) {
            bytes.writeByte(mask | payload);
        } else if (payload < 65_536) {
            bytes.writeByte(mask | 126).writeShort(payload);
        } else {
            bytes.writeByte(mask | 127).writeLong(payload);
        }
        return bytes.writeZero(masked ? 4 : 0).writeZero(payload);
    }

    @Test
    void findsEachFramesEndHoweverTheBytesCome() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            ByteBuf all = Unpooled.buffer();
            List<Integer> ends = new ArrayList<>();
            for (int payload : new int[] {0, 1, 125, 126, 127, 300, 65_535, 65_536, 70_000, 0}) {
                all.writeBytes(frame(TEXT, payload, random.nextBoolean()));
                ends.add(all.writerIndex());
            }
            assertThat(ends(all, random)).isEqualTo(ends);
        }
    }

    private static List<Integer> ends(ByteBuf all, Random random) {
        Frames frames = new Frames();
        List<Integer> found = new ArrayList<>();
        int at = 0;
        while (at < all.writerIndex()) {
            int most = Math.min(all.writerIndex(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 50_000));
            ByteBuf part = all.slice(0, most);
            at = frames.next(part, at);
            if (frames.between()) {
                found.add(at);
            }
        }
        return found;
    }

    @Test
    void followsManyFramesInOneRead() {
        Frames frames = new Frames();
        frames.follow(Unpooled.wrappedBuffer(frame(TEXT, 3, false), frame(TEXT, 300, true), frame(TEXT, 9, false)));
        assertThat(frames.between()).isTrue();
        frames.follow(frame(TEXT, 5, false).writerIndex(6));
        assertThat(frames.between()).isFalse();
        frames.follow(Unpooled.buffer().writeZero(1));
        assertThat(frames.between()).isTrue();
        assertThat(frames.closed()).isFalse();
    }

    @Test
    void knowsThatNothingFollowsAClose() {
        Frames frames = new Frames();
        frames.follow(frame(CLOSE, 2, false));
        assertThat(frames.closed()).isTrue();
    }

    @Test
    void knowsNoEndAfterALengthThatIsNone() {
        Frames frames = new Frames();
        frames.follow(
                Unpooled.buffer().writeByte(0x82).writeByte(127).writeLong(-1).writeZero(20));
        assertThat(frames.between()).isFalse();
        frames.follow(frame(TEXT, 3, false));
        assertThat(frames.between()).isFalse();
    }
}
