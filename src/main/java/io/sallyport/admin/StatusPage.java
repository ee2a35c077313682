package io.sallyport.admin;

import io.sallyport.config.Violation;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.source.LastGoodInfo;
import io.sallyport.source.Refused;
import io.sallyport.source.SourceInfo;
import io.sallyport.source.Status;
import io.sallyport.tls.CertifiedKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@code /status} answers. Times are in UTC (ISO 8601); what is absent is null. */
final class StatusPage {

    private StatusPage() {}

    /** Everything: names of listeners, files and hosts among it. */
    static JsonObject full(GatewayState state) {
        Status status = state.status();
        Snapshot snapshot = state.snapshot();
        return new JsonObject()
                .put("revision", status == null ? null : status.revision())
                .put("takenAt", status == null ? null : time(status.takenAt()))
                .put("source", status == null ? null : source(status.source(), status.missing()))
                .put("listeners", listeners(snapshot))
                .put("certificates", array(snapshot.certificates(), StatusPage::certificate))
                .put("refused", status == null ? null : refused(status.refused()))
                .put("warnings", warnings(status == null ? List.of() : status.warnings()))
                .put("lastGood", status == null ? null : lastGood(status.lastGood()))
                .put("onLastGood", status != null && status.onLastGood());
    }

    /** What anyone may know who can reach the port. */
    static JsonObject summary(GatewayState state) {
        Status status = state.status();
        return new JsonObject()
                .put("revision", status == null ? null : status.revision())
                .put("ready", state.ready())
                .put("refused", status != null && status.refused() != null)
                .put("onLastGood", status != null && status.onLastGood());
    }

    private static JsonObject source(SourceInfo source, @Nullable String missing) {
        JsonObject json = new JsonObject().put("kind", source.kind()).put("name", source.name());
        return missing == null ? json : json.put("missing", missing);
    }

    private static JsonArray listeners(Snapshot snapshot) {
        JsonArray listeners = new JsonArray();
        for (PortPlan port : snapshot.ports()) {
            for (ListenerPlan listener : port.listeners()) {
                listeners.add(new JsonObject()
                        .put("name", listener.name())
                        .put("port", port.port())
                        .put("protocol", port.tls() == null ? "HTTP" : "HTTPS"));
            }
        }
        return listeners;
    }

    private static JsonObject certificate(CertifiedKey certificate) {
        return new JsonObject()
                .put("file", certificate.certificateFile())
                .put("names", new JsonArray(certificate.names()))
                .put("notAfter", time(certificate.notAfter()));
    }

    private static @Nullable JsonObject refused(@Nullable Refused refused) {
        if (refused == null) {
            return null;
        }
        return new JsonObject()
                .put("revision", refused.revision())
                .put("at", time(refused.at()))
                .put("violations", violations(refused.violations()));
    }

    private static JsonArray violations(List<Violation> violations) {
        return array(violations, StatusPage::violation);
    }

    private static JsonArray warnings(List<Violation> warnings) {
        return array(warnings, warning -> violation(warning)
                .put("kind", warning.kind() == null ? null : warning.kind().label()));
    }

    private static JsonObject violation(Violation violation) {
        return new JsonObject()
                .put("line", violation.line())
                .put("column", violation.column())
                .put("field", violation.field())
                .put("found", violation.found())
                .put("allowed", violation.allowed());
    }

    private static @Nullable JsonObject lastGood(@Nullable LastGoodInfo kept) {
        return kept == null
                ? null
                : new JsonObject().put("revision", kept.revision()).put("at", time(kept.at()));
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static <T> JsonArray array(List<T> values, Function<T, JsonObject> toJson) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(toJson.apply(value)));
        return array;
    }
}
