package io.sallyport.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Parts of a split, for people. */
final class Percent {

    private static final double WHOLE = 100;

    private Percent() {}

    /** A share of the sum of all weights; 0 if they are. */
    static double of(int weight, long total) {
        return total == 0 ? 0 : WHOLE * weight / total;
    }

    /** With two decimals at most: {@code 33.33 %}. */
    static String text(double percent) {
        BigDecimal rounded = BigDecimal.valueOf(percent).setScale(2, RoundingMode.HALF_UP);
        return rounded.stripTrailingZeros().toPlainString() + " %";
    }
}
