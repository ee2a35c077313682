package io.sallyport.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of bytes: {@code 60Ki}, {@code 1Mi}, {@code 2Gi}, or plain digits. */
public final class Sizes {

    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,12})(Ki|Mi|Gi)?");
    private static final long STEP = 1_024;

    private Sizes() {}

    /** -1: the text is none, or too large for any use. */
    static long parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return -1;
        }
        long number = Long.parseLong(size.group(1));
        long factor = factor(size.group(2));
        return number > Long.MAX_VALUE / factor ? -1 : number * factor;
    }

    private static long factor(@Nullable String unit) {
        if (unit == null) {
            return 1;
        }
        return switch (unit) {
            case "Ki" -> STEP;
            case "Mi" -> STEP * STEP;
            default -> STEP * STEP * STEP;
        };
    }

    /** As a document would say it, in the largest unit that leaves no rest. */
    public static String text(long bytes) {
        long amount = bytes;
        for (String unit : new String[] {"", "Ki", "Mi"}) {
            if (amount == 0 || amount % STEP != 0) {
                return amount + unit;
            }
            amount /= STEP;
        }
        return amount + "Gi";
    }
}
