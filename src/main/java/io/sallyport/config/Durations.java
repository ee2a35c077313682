package io.sallyport.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations of the Gateway API (GEP-2257): {@code 10s}, {@code 1h30m}, {@code 250ms}; at most five digits each. */
public final class Durations {

    static final TextRule RULE = TextRule.holding(
            "a duration like 10s, 1h30m or 250ms (GEP-2257)",
            text -> Durations.WHOLE.matcher(text).matches());

    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,5}(?:h|ms|m|s)){1,4}");
    private static final Pattern PART = Pattern.compile("([0-9]{1,5})(h|ms|m|s)");

    private Durations() {}

    /** What a text stands for; null if it is none. */
    public static @Nullable Duration of(String text) {
        return WHOLE.matcher(text).matches() ? parse(text) : null;
    }

    /** The sum of the parts of a text that keeps the rule. */
    static Duration parse(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(of(Long.parseLong(part.group(1)), part.group(2)));
        }
        return sum;
    }

    /** As a document would say it: {@code 1h30m}, {@code 250ms}, {@code 0s}. What is below a millisecond is left out. */
    public static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMillis(amount);
        };
    }
}
