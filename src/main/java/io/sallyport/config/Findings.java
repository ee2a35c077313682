package io.sallyport.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects what is wrong with a document. It keeps the first 1,000 and counts the rest, so that memory stays bounded. */
final class Findings {

    static final int MOST = 1_000;

    private final Kept violations = new Kept();
    private final Kept warnings = new Kept();

    void refuse(FieldPath at, String found, String allowed) {
        if (violations.makesRoom()) {
            violations.list.add(at.violation(found, allowed));
        }
    }

    void refuse(Violation violation) {
        if (violations.makesRoom()) {
            violations.list.add(violation);
        }
    }

    void warn(FieldPath at, WarningKind kind, String found, String allowed) {
        if (warnings.makesRoom()) {
            warnings.list.add(at.violation(found, allowed).warning(kind));
        }
    }

    /** Whether more would only be counted: costly searches can be left out. */
    boolean full() {
        return violations.list.size() >= MOST;
    }

    boolean refused() {
        return !violations.list.isEmpty();
    }

    List<Violation> violations() {
        return violations.sorted("violations");
    }

    List<Violation> warnings() {
        return warnings.sorted("warnings");
    }

    private static final class Kept {

        private final List<Violation> list = new ArrayList<>();
        private int beyond;

        boolean makesRoom() {
            if (list.size() < MOST) {
                return true;
            }
            beyond++;
            return false;
        }

        List<Violation> sorted(String kind) {
            Collections.sort(list);
            if (beyond == 0) {
                return List.copyOf(list);
            }
            List<Violation> all = new ArrayList<>(list);
            Violation last = list.get(list.size() - 1);
            all.add(new Violation(
                    last.line(),
                    last.column(),
                    "(document)",
                    "at least " + beyond + " more " + kind,
                    "none; these are not listed"));
            return List.copyOf(all);
        }
    }
}
