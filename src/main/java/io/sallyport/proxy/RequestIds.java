package io.sallyport.proxy;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Makes ids that are unique enough to find a request by: 128 random bits, 32 hex digits. Used on one event loop only. */
final class RequestIds {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGIT_BITS = 4;
    private static final int HALF = Long.SIZE / DIGIT_BITS;

    private final RandomGenerator random;
    private final byte[] id = new byte[2 * HALF];

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        write(random.nextLong(), 0);
        write(random.nextLong(), HALF);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    private void write(long bits, int from) {
        long left = bits;
        for (int i = from + HALF - 1; i >= from; i--) {
            id[i] = DIGITS[(int) left & 0xf];
            left >>>= DIGIT_BITS;
        }
    }
}
