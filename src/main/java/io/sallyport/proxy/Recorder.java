package io.sallyport.proxy;

import io.sallyport.access.Principal;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.AccessLogEntry;
import io.sallyport.telemetry.Reason;
import org.jspecify.annotations.Nullable;

/** Tells telemetry of each exchange's end. */
final class Recorder {

    private static final String NONE = "none";

    private final @Nullable AccessLog accessLog;

    /** @param accessLog null: none is kept */
    Recorder(@Nullable AccessLog accessLog) {
        this.accessLog = accessLog;
    }

    void record(Exchange exchange, int code, Reason reason) {
        long nanos = exchange.endedNanos() - exchange.startedNanos();
        String backend = exchange.way().backend();
        String method = exchange.head().method();
        exchange.way()
                .meters()
                .end(
                        backend == null ? NONE : backend,
                        method,
                        code,
                        reason,
                        exchange.tally().answeredNanos(nanos));
        if (accessLog != null) {
            accessLog.log(entry(exchange, code, reason, nanos));
        }
    }

    private static AccessLogEntry entry(Exchange exchange, int code, Reason reason, long nanos) {
        ListenerPlan listener = exchange.way().listener();
        RulePlan rule = exchange.way().rule();
        Tally tally = exchange.tally();
        Principal principal = exchange.downstream().principal();
        return new AccessLogEntry(
                exchange.time(),
                exchange.requestId(),
                exchange.downstream().peer().address(),
                listener == null ? NONE : listener.name(),
                rule == null ? NONE : rule.route(),
                rule == null ? NONE : rule.rule(),
                orNone(exchange.way().backend()),
                orNone(tally.endpoint()),
                exchange.head().method(),
                exchange.head().path(),
                code,
                reason,
                tally.bytesIn(),
                tally.bytesOut(),
                nanos,
                tally.upstreamNanos(),
                tally.attempts(),
                principal == null ? null : principal.name());
    }

    private static String orNone(@Nullable String value) {
        return value == null ? NONE : value;
    }
}
