package io.sallyport.proxy;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes ids that are unique enough to find a request by: 128 random bits, 32 hex digits. */
final class RequestIds {

    private static final HexFormat HEX = HexFormat.of();

    private RequestIds() {}

    static String next(RandomGenerator random) {
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
