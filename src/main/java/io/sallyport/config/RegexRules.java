package io.sallyport.config;

import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which regular expressions are taken: RE2 syntax, and small enough that none can stall an event loop. RE2/J unfolds
 * counted repetitions when it compiles, so {@code ((a{1000}){1000}){1000}} would fill the memory before its size is
 * known: what may unfold is estimated first.
 */
final class RegexRules {

    private static final int LONGEST = 1_024;
    private static final int LARGEST_PROGRAM = 100;
    private static final long MOST_UNFOLDED = 20_000;
    /** A counted repetition, and whether it repeats a group. */
    private static final Pattern COUNTED = Pattern.compile("(\\)?)\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");

    static final TextRule REGEX = new TextRule(
            "an RE2 regular expression of at most 1024 characters that compiles to at most 100 steps",
            RegexRules::objection);

    private RegexRules() {}

    private static @Nullable String objection(String regex) {
        if (regex.length() > LONGEST) {
            return "an expression of " + regex.length() + " characters";
        }
        if (unfolded(regex) > MOST_UNFOLDED) {
            return Quote.of(regex) + ", whose repetitions multiply beyond measure";
        }
        try {
            int size = com.google.re2j.Pattern.compile(regex).programSize();
            return size <= LARGEST_PROGRAM ? null : Quote.of(regex) + ", which compiles to " + size + " steps";
        } catch (PatternSyntaxException e) {
            return Quote.of(regex) + " (" + e.getDescription() + ")";
        }
    }

    /** Never less than the steps that RE2/J unfolds: all repetitions of groups are taken as nested. */
    private static long unfolded(String regex) {
        long flat = regex.length();
        long nested = 1;
        Matcher counted = COUNTED.matcher(regex);
        while (counted.find()) {
            long count = Math.max(number(counted.group(2)) + 1, number(counted.group(3)));
            if (counted.group(1).isEmpty()) {
                flat += count;
            } else {
                nested = Math.min(nested * count, MOST_UNFOLDED + 1);
            }
        }
        return flat * nested;
    }

    private static long number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
    }
}
