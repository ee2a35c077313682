package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

    private long last = 0x0123_4567_89ab_cdefL;
    private final RandomGenerator random = () -> last = Long.rotateLeft(last, 4);
    private final RequestIds ids = new RequestIds(random);

    @Test
    void writesAll128BitsInHex() {
        assertThat(ids.next()).isEqualTo("123456789abcdef0" + "23456789abcdef01");
    }

    @Test
    void leavesAnIdAsItIsWhenTheNextIsMade() {
        String first = ids.next();
        String second = ids.next();

        assertThat(first).isEqualTo("123456789abcdef023456789abcdef01").isNotEqualTo(second);
        assertThat(HexFormat.of().parseHex(second)).hasSize(16);
    }
}
