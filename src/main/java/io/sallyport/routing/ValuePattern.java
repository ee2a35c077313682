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

    /** RE2/J 1.8 takes minutes for a literal of a million characters, and overflows the stack at deep nesting. */
    static final int MAX_SOURCE_LENGTH = 1024;

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException if the syntax is not RE2's, or the expression or its program is too large
     */
    static ValuePattern compile(String regex) {
        if (regex.length() > MAX_SOURCE_LENGTH) {
            throw new IllegalArgumentException("an expression has at most " + MAX_SOURCE_LENGTH + " characters");
        }
        if (ProgramEstimate.of(regex) >= ProgramEstimate.CAP) {
            throw tooLarge();
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            if (pattern.programSize() > MAX_PROGRAM_SIZE) {
                throw tooLarge();
            }
            return new ValuePattern(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not an RE2 expression: " + e.getDescription(), e);
        }
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("the expression's program is larger than " + MAX_PROGRAM_SIZE);
    }

    String text() {
        return pattern.pattern();
    }

    boolean matches(String value) {
        return value.length() <= MAX_VALUE_LENGTH && pattern.matches(value);
    }
}
