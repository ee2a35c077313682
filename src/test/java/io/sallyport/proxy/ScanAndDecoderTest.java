package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the scan lets through, the decoder behind it reads without an objection, and as equally many requests. */
class ScanAndDecoderTest {

    private static final int MUTANTS = 20_000;

    @Test
    void theDecoderReadsWhatTheScanLetsThrough() {
        Mutants mutants = new Mutants(31);
        int requests = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String text = mutants.next();
            ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
            RequestScan scan = new RequestScan();
            int sound = scan.read(in, 0, in.writerIndex());
            int decoded = decode(in.writerIndex(sound), text);
            assertThat(decoded).as(text).isEqualTo((int) scan.heads());
            requests += decoded;
        }
        assertThat(requests).isGreaterThan(MUTANTS / 4);
    }

    private static int decode(ByteBuf in, String text) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());
        channel.writeInbound(in);
        int heads = 0;
        for (HttpObject read = channel.readInbound(); read != null; read = channel.readInbound()) {
            assertThat(read.decoderResult().isSuccess()).as(text).isTrue();
            heads += read instanceof HttpRequest ? 1 : 0;
            ReferenceCountUtil.release(read);
        }
        channel.close();
        return heads;
    }
}
