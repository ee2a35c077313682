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
import io.sallyport.telemetry.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An explanation for programs. What is absent is null; durations are those of the document. */
public final class ExplanationJson {

    private ExplanationJson() {}

    /** All of it. */
    public static JsonObject of(Explanation explanation) {
        return new JsonObject()
                .put("request", explanation.request())
                .put("revision", explanation.revision())
                .put("reason", explanation.reason().label())
                .put("status", explanation.reason() == Reason.NONE ? null : explanation.status())
                .put("location", explanation.location())
                .put("listener", door(explanation.door()))
                .put("dropped", new JsonArray(explanation.dropped()))
                .put("tried", steps(explanation.tried()))
                .put("passedOver", steps(explanation.passedOver()))
                .put("more", explanation.more())
                .put("rule", taken(explanation.rule()));
    }

    private static @Nullable JsonObject door(@Nullable Door door) {
        return door == null
                ? null
                : new JsonObject()
                        .put("name", door.listener())
                        .put("port", door.port())
                        .put("protocol", door.protocol())
                        .put("hostname", door.hostname())
                        .put("certificates", new JsonArray(door.certificates()))
                        .put("clientCertificate", door.clientCertificate());
    }

    private static JsonArray steps(List<Step> steps) {
        JsonArray array = new JsonArray();
        for (Step step : steps) {
            JsonObject unmet = step.unmet() == null
                    ? null
                    : new JsonObject()
                            .put("condition", step.unmet().condition())
                            .put("found", step.unmet().found());
            array.add(place(step.place())
                    .put("host", step.host())
                    .put("path", step.path())
                    .put("unmet", unmet));
        }
        return array;
    }

    private static JsonObject place(Place place) {
        return new JsonObject()
                .put("route", place.route())
                .put("rule", place.rule())
                .put("field", place.field())
                .put("line", place.line());
    }

    private static @Nullable JsonObject taken(@Nullable Taken rule) {
        if (rule == null) {
            return null;
        }
        return place(rule.place())
                .put("session", session(rule.session()))
                .put("split", division(rule.division()))
                .put("sent", sent(rule.sent()))
                .put(
                        "timeouts",
                        new JsonObject()
                                .put("request", duration(rule.timeouts().request()))
                                .put("backendRequest", duration(rule.timeouts().backendRequest()))
                                .put("streamIdle", duration(rule.timeouts().streamIdle())))
                .put(
                        "retry",
                        new JsonObject()
                                .put("attempts", rule.retry().attempts())
                                .put("codes", codes(rule))
                                .put("backoff", Durations.text(rule.retry().backoff()))
                                .put("idempotent", rule.idempotent()));
    }

    private static JsonArray sent(List<Sent> all) {
        JsonArray array = new JsonArray();
        for (Sent sent : all) {
            JsonArray fields = new JsonArray();
            sent.fields()
                    .forEach(field -> fields.add(
                            new JsonObject().put("name", field.getKey()).put("value", field.getValue())));
            array.add(new JsonObject()
                    .put("backends", new JsonArray(sent.backends()))
                    .put("method", sent.method())
                    .put("target", sent.target())
                    .put("headers", fields)
                    .put("mirrors", copies(sent.copies()))
                    .put("returned", new JsonArray(sent.edits())));
        }
        return array;
    }

    private static JsonArray copies(List<Copy> copies) {
        JsonArray array = new JsonArray();
        copies.forEach(copy -> array.add(new JsonObject()
                .put("backend", copy.backend())
                .put("numerator", copy.numerator())
                .put("denominator", copy.denominator())
                .put("percent", copy.percent())));
        return array;
    }

    private static @Nullable JsonObject session(@Nullable SessionFinding session) {
        if (session == null) {
            return null;
        }
        return new JsonObject()
                .put("by", session.by())
                .put("absoluteTimeout", session.absolute() == null ? null : Durations.text(session.absolute()))
                .put("idleTimeout", session.idle() == null ? null : Durations.text(session.idle()))
                .put("token", session.state().label())
                .put("backend", session.backend())
                .put("endpoint", session.endpoint());
    }

    private static JsonArray codes(Taken rule) {
        return new JsonArray(rule.retry().codes().stream().sorted().toList());
    }

    private static @Nullable JsonObject division(@Nullable Division division) {
        if (division == null) {
            return null;
        }
        JsonArray parts = new JsonArray();
        division.parts().forEach(part -> parts.add(part(part, division.key() != null)));
        return new JsonObject()
                .put("by", division.by())
                .put("keyHash", division.key() == null ? null : division.keyHash())
                .put("issued", division.issued())
                .put("shares", parts)
                .put("backends", new JsonArray(division.backends()));
    }

    private static JsonObject part(Part part, boolean scored) {
        return new JsonObject()
                .put("backend", part.backend())
                .put("weight", part.weight())
                .put("percent", part.percent())
                .put("score", scored ? part.score() : null)
                .put("endpoints", new JsonArray(part.endpoints()));
    }

    private static String duration(long nanos) {
        return Durations.text(Duration.ofNanos(nanos));
    }
}
