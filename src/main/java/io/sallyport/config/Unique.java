package io.sallyport.config;

import java.util.HashMap;
import java.util.Map;

/** Refuses a name that stood before. Empty names are wrong already and do not count. */
final class Unique {

    private final Map<String, FieldPath> first = new HashMap<>();
    private final Findings findings;

    Unique(Findings findings) {
        this.findings = findings;
    }

    void check(FieldPath at, String name) {
        if (name.isEmpty()) {
            return;
        }
        FieldPath before = first.putIfAbsent(name, at);
        if (before != null) {
            findings.refuse(at, Quote.of(name) + " again", "each only once; it stands at " + before);
        }
    }
}
