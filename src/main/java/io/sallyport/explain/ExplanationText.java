package io.sallyport.explain;

import io.sallyport.config.Durations;
import io.sallyport.explain.Explanation.Copy;
import io.sallyport.explain.Explanation.Division;
import io.sallyport.explain.Explanation.Door;
import io.sallyport.explain.Explanation.Part;
import io.sallyport.explain.Explanation.Place;
import io.sallyport.explain.Explanation.Sent;
import io.sallyport.explain.Explanation.Step;
import io.sallyport.explain.Explanation.Taken;
import io.sallyport.resilience.RetryPolicy;
import io.sallyport.routing.Unmet;
import io.sallyport.telemetry.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation for people. What a request brought along is shown without control characters. */
public final class ExplanationText {

    private static final int LONGEST = 200;

    private final StringBuilder out = new StringBuilder();

    private ExplanationText() {}

    /** Lines, each with its end. */
    public static String of(Explanation explanation) {
        return new ExplanationText().write(explanation);
    }

    private String write(Explanation explanation) {
        line("request", explanation.request());
        line("revision", explanation.revision());
        line("answer", answer(explanation));
        Door door = explanation.door();
        if (door != null) {
            write(door);
        }
        if (!explanation.dropped().isEmpty()) {
            line("dropped", String.join(", ", explanation.dropped()) + ": a client may not say it");
        }
        write(explanation.tried());
        passedOver(explanation);
        Taken rule = explanation.rule();
        if (rule != null) {
            write(rule);
        }
        return out.toString();
    }

    /** In one line: who answers, and by which rule. */
    private static String answer(Explanation explanation) {
        Taken rule = explanation.rule();
        String by = rule == null ? "" : ", by " + name(rule.place());
        if (explanation.reason() != Reason.NONE) {
            String to = explanation.location() == null ? "" : " to " + explanation.location();
            return explanation.status() + " " + explanation.reason().label() + to + " by the gateway itself" + by;
        }
        Division division = rule == null ? null : rule.division();
        List<String> backends = division == null ? List.of() : division.backends();
        return "from " + String.join(" or ", backends) + by;
    }

    private void write(Door door) {
        String host = door.hostname() == null ? "any host" : door.hostname();
        line("listener", door.listener() + ", port " + door.port() + ", " + door.protocol() + ", " + host);
        if (!door.certificates().isEmpty()) {
            line("certificate", String.join("; or ", door.certificates()));
        }
        if (door.clientCertificate() != null) {
            line("client", "certificate " + door.clientCertificate());
        }
    }

    private void write(List<Step> tried) {
        boolean taken = false;
        for (int i = 0; i < tried.size(); i++) {
            Step step = tried.get(i);
            Unmet unmet = step.unmet();
            String result = unmet != null ? "no: " + text(unmet) : taken ? "would match too, later" : "taken";
            taken |= unmet == null;
            line(i == 0 ? "tried" : "", (i + 1) + ". " + text(step) + ": " + result);
        }
        if (tried.size() == Explainer.MOST_TRIED) {
            line("", "and what comes after");
        }
    }

    /** Only where nothing matched: else they are noise. */
    private void passedOver(Explanation explanation) {
        if (explanation.rule() != null) {
            return;
        }
        String label = "not tried";
        for (Step step : explanation.passedOver()) {
            line(label, text(step) + ": other path");
            label = "";
        }
        if (explanation.passedOver().size() == Explainer.MOST_PASSED_OVER) {
            line(label, "and perhaps more");
        }
    }

    private void write(Taken rule) {
        Division division = rule.division();
        if (rule.session() != null) {
            line("session", rule.session().text());
        }
        if (division != null) {
            write(division, rule.session() == null ? "request" : "new session");
        }
        if (rule.sent().isEmpty()) {
            return;
        }
        line("timeouts", timeouts(rule));
        line("retry", retry(rule.retry(), rule.idempotent()));
        for (Sent sent : rule.sent()) {
            String to = rule.sent().size() == 1 ? "" : " to " + String.join(" or ", sent.backends());
            line("sent", sent.method() + " " + sent.target() + to);
            sent.fields().forEach(field -> line("", field.getKey() + ": " + field.getValue()));
            for (int i = 0; i < sent.copies().size(); i++) {
                line(i == 0 ? "mirrored" : "", text(sent.copies().get(i)));
            }
            for (int i = 0; i < sent.edits().size(); i++) {
                line(i == 0 ? "returned" : "", sent.edits().get(i));
            }
        }
    }

    private void write(Division division, String drawn) {
        line("split", key(division, drawn));
        for (Part part : division.parts()) {
            String score = division.key() == null ? "" : String.format(Locale.ROOT, ", score %.4f", part.score());
            String share = "weight " + part.weight() + " (" + Percent.text(part.percent()) + ")";
            String endpoints = String.join(", ", part.endpoints());
            line("", part.backend() + ": " + share + score + (endpoints.isEmpty() ? "" : ", " + endpoints));
        }
    }

    private static String key(Division division, String drawn) {
        if (division.by() == null) {
            return "a draw for each " + drawn;
        }
        if (division.key() != null) {
            return "by " + division.by() + ", hash " + division.keyHash() + ": the highest score";
        }
        String without = "by " + division.by() + ", which the request does not have: a draw";
        return division.issued() ? without + ", and a new cookie" : without;
    }

    private static String timeouts(Taken rule) {
        return "request " + duration(rule.timeouts().request())
                + ", backendRequest " + duration(rule.timeouts().backendRequest())
                + ", streamIdle " + duration(rule.timeouts().streamIdle());
    }

    private static String duration(long nanos) {
        return nanos == 0 ? "none" : Durations.text(Duration.ofNanos(nanos));
    }

    private static String retry(RetryPolicy retry, boolean idempotent) {
        if (retry.attempts() == 0) {
            return "none";
        }
        String codes = retry.codes().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
        return "at most " + retry.attempts() + ", after a failed attempt"
                + (codes.isEmpty() ? "" : " or " + codes)
                + ", backoff " + Durations.text(retry.backoff())
                + (idempotent ? "" : "; the method is not idempotent: only where nothing was processed");
    }

    private static String text(Copy copy) {
        String share = copy.numerator() + " of " + copy.denominator() + " requests (" + Percent.text(copy.percent());
        return "to " + copy.backend() + ": " + share + ")";
    }

    private static String text(Step step) {
        return name(step.place()) + ", " + step.host() + ", " + step.path();
    }

    private static String name(Place place) {
        return place.route() + "/" + place.rule() + " (" + place.field() + ", line " + place.line() + ")";
    }

    private static String text(Unmet unmet) {
        return unmet.condition() + ", found " + (unmet.found() == null ? "nothing" : '"' + unmet.found() + '"');
    }

    private void line(String label, String text) {
        out.append(String.format(Locale.ROOT, "%-12s", label))
                .append(safe(text))
                .append('\n');
    }

    private static String safe(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
