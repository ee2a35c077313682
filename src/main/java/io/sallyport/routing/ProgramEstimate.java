package io.sallyport.routing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * About how many instructions an expression unfolds to, found before RE2/J unfolds it: nested counted repeats multiply,
 * and {@code ((((x{100}){100}){100}){100})} exhausts the heap of RE2/J 1.8. Syntax is not judged here.
 */
final class ProgramEstimate {

    /** Sizes are not counted further than this. */
    static final int CAP = 1000;

    private static final Pattern REPEAT = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

    private final String regex;
    private final Matcher repeat;
    private final Deque<Integer> enclosing = new ArrayDeque<>();

    /** The size of the innermost open group so far, its last atom left out. */
    private int group;

    private int lastAtom;

    private ProgramEstimate(String regex) {
        this.regex = regex;
        this.repeat = REPEAT.matcher(regex);
    }

    /** The estimate, at most {@link #CAP}. */
    static int of(String regex) {
        return new ProgramEstimate(regex).size();
    }

    private int size() {
        int at = 0;
        while (at < regex.length()) {
            at = step(at);
        }
        endAtom(0);
        while (!enclosing.isEmpty()) {
            closeGroup();
            endAtom(0);
        }
        return group;
    }

    private int step(int at) {
        switch (regex.charAt(at)) {
            case '(' -> openGroup();
            case ')' -> closeGroup();
            case '[' -> {
                endAtom(1);
                return endOfClass(at);
            }
            case '\\' -> {
                int end = endOfEscape(at);
                endAtom(end - at);
                return end;
            }
            case '{' -> {
                if (repeat.find(at) && repeat.start() == at) {
                    lastAtom = capped((long) lastAtom * count());
                    return repeat.end();
                }
                endAtom(1);
            }
            default -> endAtom(1);
        }
        return at + 1;
    }

    private void openGroup() {
        endAtom(0);
        enclosing.push(group);
        group = 0;
    }

    private void closeGroup() {
        endAtom(0);
        if (!enclosing.isEmpty()) {
            // A group costs something even if nothing is in it.
            lastAtom = capped(group + 2L);
            group = enclosing.pop();
        }
    }

    private void endAtom(int next) {
        group = capped((long) group + lastAtom);
        lastAtom = capped(next);
    }

    private int count() {
        String most = repeat.group(2) == null || repeat.group(2).isEmpty() ? repeat.group(1) : repeat.group(2);
        return most.length() > 4 ? CAP : Math.max(1, Integer.parseInt(most));
    }

    /** After {@code \d}, {@code \x{10FFFF}}, {@code \p{Greek}} or {@code \Q...\E}. */
    private int endOfEscape(int at) {
        int end = Math.min(at + 2, regex.length());
        if (regex.startsWith("Q", at + 1)) {
            return after("\\E", end);
        }
        boolean braced = end < regex.length() && "xpP".indexOf(regex.charAt(at + 1)) >= 0 && regex.charAt(end) == '{';
        return braced ? after("}", end) : end;
    }

    /** A bracket that comes first is one of the class, as in {@code []a]} and {@code [^]a]}. */
    private int endOfClass(int at) {
        int next = regex.startsWith("^", at + 1) ? at + 2 : at + 1;
        next = regex.startsWith("]", next) ? next + 1 : next;
        while (next < regex.length() && regex.charAt(next) != ']') {
            if (regex.charAt(next) == '\\') {
                next += 2;
            } else {
                next = regex.startsWith("[:", next) ? after(":]", next) : next + 1;
            }
        }
        return Math.min(next + 1, regex.length());
    }

    private int after(String mark, int from) {
        int found = regex.indexOf(mark, from);
        return found < 0 ? regex.length() : found + mark.length();
    }

    private static int capped(long size) {
        return (int) Math.min(size, CAP);
    }
}
