package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the bytes are split, the same one is the first that must not be there. */
class RequestScanTest {

    private static final String GOOD = "GET /g HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    static Stream<ByteRows.Row> rows() {
        return ByteRows.stream();
    }

    private static ByteBuf buffer(ByteRows.Row row) {
        return Unpooled.wrappedBuffer(row.bytes());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void refusesWhatOnlyBytesShow(ByteRows.Row row) {
        ByteBuf in = buffer(row);
        RequestScan scan = new RequestScan();

        int bad = scan.read(in, 0, in.writerIndex());

        assertThat(bad < in.writerIndex()).isEqualTo(row.byBytes());
        if (row.good()) {
            assertThat(scan.betweenMessages()).isTrue();
            assertThat(scan.heads()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsTheSameWhereverItIsSplit(ByteRows.Row row) {
        ByteBuf in = buffer(row);
        int end = in.writerIndex();
        int whole = new RequestScan().read(in, 0, end);
        int step = Math.max(1, end / 400);
        for (int split = 0; split <= end; split += step) {
            RequestScan scan = new RequestScan();
            int first = scan.read(in, 0, split);
            int bad = first < split ? first : scan.read(in, split, end);
            assertThat(bad).as("split at %d", split).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsTheSameByteByByteAndAfterAnother(ByteRows.Row row) {
        ByteBuf in = Unpooled.copiedBuffer(GOOD + row.text(), StandardCharsets.ISO_8859_1);
        int end = in.writerIndex();
        int whole = new RequestScan().read(buffer(row), 0, row.bytes().length);
        RequestScan scan = new RequestScan();
        int at = 0;
        while (at < end && scan.read(in, at, at + 1) > at) {
            at++;
        }
        assertThat(at).isEqualTo(GOOD.length() + whole);
    }

    @Test
    void countsHeadsAndKnowsWhereItStands() {
        RequestScan scan = new RequestScan();
        List<String> parts =
                List.of(GOOD + GOOD, "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n", "12345", "6789", "\r");
        List<Boolean> between = parts.stream()
                .map(part -> {
                    ByteBuf in = Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1);
                    assertThat(scan.read(in, 0, in.writerIndex())).isEqualTo(in.writerIndex());
                    return scan.betweenMessages();
                })
                .toList();
        assertThat(between).containsExactly(true, false, false, true, false);
        assertThat(scan.heads()).isEqualTo(3);
    }
}
