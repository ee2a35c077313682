package io.sallyport.config;

import java.util.Set;

/** Refuses names of what does not exist. */
final class References {

    /** Among more names no near one is looked for, since each violation would cost milliseconds. */
    private static final int MOST_COMPARED = 200;

    private final Findings findings;

    References(Findings findings) {
        this.findings = findings;
    }

    /** A name that is none of the known ones; an empty one is wrong already and does not count. */
    void refuse(FieldPath at, String name, String allowed, Set<String> known) {
        if (name.isEmpty() || findings.full()) {
            return;
        }
        String meant = known.size() > MOST_COMPARED ? null : NearMiss.of(name, known);
        String hint = meant == null ? "" : " (did you mean " + meant + "?)";
        findings.refuse(at, Quote.of(name) + ", which does not exist" + hint, allowed);
    }
}
