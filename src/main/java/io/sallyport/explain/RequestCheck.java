package io.sallyport.explain;

import io.sallyport.config.RequestRow;
import io.sallyport.explain.Explanation.Division;
import io.sallyport.explain.Explanation.Taken;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.telemetry.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a row of a request table.
 *
 * @param differences from what the row expects, each in words; empty: it is as expected
 */
public record RequestCheck(RequestRow row, Explanation explanation, List<String> differences) {

    /** What stands for no route, rule or backend; no name in a document may be this. */
    private static final String NONE = "none";

    public RequestCheck {
        differences = List.copyOf(differences);
    }

    /**
     * Holds a row against a snapshot.
     *
     * @throws IllegalArgumentException if its request cannot be read; the message is a sentence for the user
     */
    public static RequestCheck of(RequestRow row, Snapshot snapshot) {
        Explanation told = Explainer.explain(snapshot, Question.of(row.request(), row.headers()));
        List<String> differences = new ArrayList<>();
        Taken rule = told.rule();
        compare("route", row.route(), rule == null ? NONE : rule.place().route(), differences);
        compare("rule", row.rule(), rule == null ? NONE : rule.place().rule(), differences);
        if (!row.backends().isEmpty() && !row.backends().containsAll(backends(told))) {
            differences.add(
                    difference("backend", String.join(" or ", row.backends()), String.join(" or ", backends(told))));
        }
        if (row.status() != null && row.status() != told.status()) {
            String found = told.status() == 0 ? "a backend's" : Integer.toString(told.status());
            differences.add(difference("status", row.status().toString(), found));
        }
        return new RequestCheck(row, told, differences);
    }

    /** In one line: what becomes of the request, by which rule, wherever that stands. */
    public String answer() {
        Taken rule = explanation.rule();
        String by = rule == null
                ? ""
                : " by " + rule.place().route() + "/" + rule.place().rule();
        return explanation.reason() == Reason.NONE
                ? String.join(" or ", backends(explanation)) + by
                : explanation.status() + " " + explanation.reason().label() + by;
    }

    private static List<String> backends(Explanation told) {
        Division division = told.rule() == null ? null : told.rule().division();
        return told.reason() != Reason.NONE || division == null ? List.of(NONE) : division.backends();
    }

    private static void compare(String what, @Nullable String expected, String found, List<String> into) {
        if (expected != null && !Objects.equals(expected, found)) {
            into.add(difference(what, expected, found));
        }
    }

    private static String difference(String what, String expected, String found) {
        return what + ": expected " + expected + ", is " + found;
    }
}
