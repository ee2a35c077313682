package io.sallyport.config;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One place where a document breaks a rule, or deserves a warning.
 *
 * @param line from 1
 * @param column from 1
 * @param field the path of the field, {@code listeners[0].port}
 * @param found what stands there, quoted and cut
 * @param allowed what may stand there
 * @param kind of a warning; absent: a violation
 */
public record Violation(
        int line,
        int column,
        String field,
        String found,
        String allowed,
        @Nullable WarningKind kind) implements Comparable<Violation> {

    private static final Comparator<Violation> ORDER = Comparator.comparingInt(Violation::line)
            .thenComparingInt(Violation::column)
            .thenComparing(Violation::field)
            .thenComparing(Violation::found)
            .thenComparing(Violation::allowed);

    /** A violation. */
    public Violation(int line, int column, String field, String found, String allowed) {
        this(line, column, field, found, allowed, null);
    }

    /** The same as a warning. */
    public Violation warning(WarningKind of) {
        return new Violation(line, column, field, found, allowed, of);
    }

    /** The sentence without its place: {@code field: found …, allowed: …}. */
    public String message() {
        return field + ": found " + found + ", allowed: " + allowed;
    }

    @Override
    public int compareTo(Violation other) {
        return ORDER.compare(this, other);
    }

    /** The sentence with its place: {@code line:column: field: found …, allowed: …}. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + message();
    }
}
