package io.sallyport.telemetry;

import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;
import java.util.function.Supplier;

/** The families whose series come from rules and their traffic. */
record RuleFamilies(
        Family<Tally> requests,
        Family<Histogram> durations,
        Family<Histogram> upstreamDurations,
        Family<Tally> inFlight,
        Family<Tally> retries,
        Family<Tally> mirrored) {

    /** One overflow slot for each family. */
    static final int OVERFLOW_WIDTH = 4 + 2 * Histogram.WIDTH;

    static RuleFamilies within(SeriesBudget budget) {
        return new RuleFamilies(
                tallies(
                        budget,
                        FamilyInfo.counter(
                                "sallyport_requests_total",
                                "Exchanges that have ended.",
                                "listener",
                                "route",
                                "rule",
                                "backend",
                                "method",
                                "code",
                                "reason")),
                durations(budget, "sallyport_request_duration_seconds", "From a request's head to its exchange's end."),
                durations(
                        budget,
                        "sallyport_upstream_request_duration_seconds",
                        "From an attempt's start to its response head; code none: there was no answer."),
                tallies(
                        budget,
                        FamilyInfo.gauge(
                                "sallyport_requests_in_flight",
                                "Exchanges that have begun and not ended.",
                                "listener")),
                tallies(
                        budget,
                        FamilyInfo.counter(
                                "sallyport_retries_total", "Attempts after the first.", "route", "rule", "backend")),
                tallies(
                        budget,
                        FamilyInfo.counter(
                                "sallyport_mirrored_requests_total",
                                "Copies of requests that have ended.",
                                "route",
                                "rule",
                                "backend",
                                "result")));
    }

    List<Supplier<MetricFamilySamples>> all() {
        return List.of(
                requests::collect,
                durations::collect,
                upstreamDurations::collect,
                inFlight::collect,
                retries::collect,
                mirrored::collect);
    }

    private static Family<Tally> tallies(SeriesBudget budget, FamilyInfo info) {
        return new Family<>(info, budget, Tally::new);
    }

    private static Family<Histogram> durations(SeriesBudget budget, String name, String help) {
        FamilyInfo info = FamilyInfo.histogram(name, help, "route", "rule", "backend", "code");
        return new Family<>(info, budget, Histogram::new);
    }
}
