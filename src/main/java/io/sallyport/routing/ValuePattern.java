package io.sallyport.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that must match a whole value. RE2/J runs in time linear in the value, and both the program
 * and the value are bounded, so that no request can stall an event loop.
 */
record ValuePattern(Pattern pattern) {

    static final int MAX_PROGRAM_SIZE = 100;
    static final int MAX_VALUE_LENGTH = 4096;

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException if RE2 does not know the syntax, or the program is too large
     */
    static ValuePattern compile(String regex) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not an RE2 expression: " + e.getDescription(), e);
        }
        if (pattern.programSize() > MAX_PROGRAM_SIZE) {
            throw new IllegalArgumentException(
                    "program size " + pattern.programSize() + " is above " + MAX_PROGRAM_SIZE);
        }
        return new ValuePattern(pattern);
    }

    boolean matches(String value) {
        return value.length() <= MAX_VALUE_LENGTH && pattern.matches(value);
    }
}
