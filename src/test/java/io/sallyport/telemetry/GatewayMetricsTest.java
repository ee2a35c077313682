package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.client.exporter.common.TextFormat;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

    private static final long MILLI = 1_000_000;
    private static final List<Reason> REASONS = List.of(Reason.values());

    private final Scrape scrape = new Scrape();
    private final GatewayMetrics metrics = new GatewayMetrics(scrape.registry(), 1_000);

    @Test
    void showsExactlyWhatWasCounted() {
        metrics.tlsEngine("openssl");
        metrics.config().reloaded(true);
        metrics.config().taken("0123456789ab", Instant.ofEpochSecond(1_700_000_000));
        metrics.config().certificates(Map.of("public/tls.crt", Instant.ofEpochSecond(1_800_000_000)));
        RuleMeters rule = metrics.rule("public", "reviews", "0");
        rule.begin();
        rule.attempt("v1", 0, 2 * MILLI);
        rule.retried("v1");
        rule.mirrored("copy", MirrorResult.DROPPED);
        rule.attempt("v1", 200, 5 * MILLI);
        rule.end("v1", "GET", 200, Reason.NONE, 7 * MILLI);
        rule.begin();
        rule.end("none", "PURGE", 503, Reason.NO_WEIGHT, 20_000 * MILLI);
        rule.begin();

        assertThat(scrape.text().lines().sorted())
                .containsExactlyElementsOf(expected().sorted().toList());
    }

    private static Stream<String> expected() {
        String about = """
                # HELP sallyport_requests_total Exchanges that have ended.
                # TYPE sallyport_requests_total counter
                sallyport_requests_total{listener="public",route="reviews",rule="0",backend="v1",method="GET",code="200",reason="none",} 1.0
                sallyport_requests_total{listener="public",route="reviews",rule="0",backend="none",method="other",code="503",reason="NO_WEIGHT",} 1.0
                # HELP sallyport_request_duration_seconds From a request's head to its exchange's end.
                # TYPE sallyport_request_duration_seconds histogram
                # HELP sallyport_upstream_request_duration_seconds From an attempt's start to its response head; code none: there was no answer.
                # TYPE sallyport_upstream_request_duration_seconds histogram
                # HELP sallyport_requests_in_flight Exchanges that have begun and not ended.
                # TYPE sallyport_requests_in_flight gauge
                sallyport_requests_in_flight{listener="public",} 1.0
                # HELP sallyport_retries_total Attempts after the first.
                # TYPE sallyport_retries_total counter
                sallyport_retries_total{route="reviews",rule="0",backend="v1",} 1.0
                # HELP sallyport_mirrored_requests_total Copies of requests that have ended.
                # TYPE sallyport_mirrored_requests_total counter
                sallyport_mirrored_requests_total{route="reviews",rule="0",backend="copy",result="dropped",} 1.0
                # HELP sallyport_config_reloads_total Documents that were taken or refused.
                # TYPE sallyport_config_reloads_total counter
                sallyport_config_reloads_total{result="taken",} 1.0
                sallyport_config_reloads_total{result="refused",} 0.0
                # HELP sallyport_config_info The document in force.
                # TYPE sallyport_config_info gauge
                sallyport_config_info{revision="0123456789ab",} 1.0
                # HELP sallyport_config_last_success_timestamp_seconds When a document was last taken.
                # TYPE sallyport_config_last_success_timestamp_seconds gauge
                sallyport_config_last_success_timestamp_seconds 1.7E9
                # HELP sallyport_config_on_last_good 1 while the kept last good document is in force, else 0.
                # TYPE sallyport_config_on_last_good gauge
                sallyport_config_on_last_good 0.0
                # HELP sallyport_config_source_up 1 while the source of documents shows one, 0 while it is missing or lost.
                # TYPE sallyport_config_source_up gauge
                sallyport_config_source_up 0.0
                # HELP sallyport_config_refused 1 while the document that the source shows, or a file it names, is refused, else 0.
                # TYPE sallyport_config_refused gauge
                sallyport_config_refused 0.0
                # HELP sallyport_certificate_not_after_timestamp_seconds When the certificate of this file expires.
                # TYPE sallyport_certificate_not_after_timestamp_seconds gauge
                sallyport_certificate_not_after_timestamp_seconds{file="public/tls.crt",} 1.8E9
                # HELP sallyport_metrics_overflow_total Label combinations that found no room and are counted under other.
                # TYPE sallyport_metrics_overflow_total counter
                sallyport_metrics_overflow_total 0.0
                # HELP sallyport_access_log_dropped_total Exchanges that the access log could not write.
                # TYPE sallyport_access_log_dropped_total counter
                sallyport_access_log_dropped_total 0.0
                # HELP sallyport_tls_engine_info The TLS engine in use.
                # TYPE sallyport_tls_engine_info gauge
                sallyport_tls_engine_info{engine="openssl",} 1.0
                """;
        return Stream.of(
                        about.lines(),
                        histogram("sallyport_request_duration_seconds", "v1", "2xx", 10, "0.007"),
                        histogram("sallyport_request_duration_seconds", "none", "5xx", 20_000, "20.0"),
                        histogram("sallyport_upstream_request_duration_seconds", "v1", "none", 2, "0.002"),
                        histogram("sallyport_upstream_request_duration_seconds", "v1", "2xx", 5, "0.005"))
                .flatMap(lines -> lines);
    }

    /** One observation, counted in every bucket from {@code millis} on. */
    private static Stream<String> histogram(String name, String backend, String code, double millis, String sum) {
        String labels = "{route=\"reviews\",rule=\"0\",backend=\"" + backend + "\",code=\"" + code + "\",";
        Stream<String> buckets = Stream.of(
                        "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf")
                .map(le -> {
                    double bound = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
                    return name + "_bucket" + labels + "le=\"" + le + "\",} "
                            + (bound * 1_000 >= millis ? "1.0" : "0.0");
                });
        return Stream.concat(
                buckets, Stream.of(name + "_count" + labels + "} 1.0", name + "_sum" + labels + "} " + sum));
    }

    @Test
    void neverShowsAMaximumOrACreationTime() {
        RuleMeters rule = metrics.rule("public", "reviews", "0");
        rule.begin();
        rule.attempt("v1", 200, MILLI);
        rule.end("v1", "GET", 200, Reason.NONE, MILLI);

        String both = scrape.text() + scrape.registry().scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100);

        assertThat(both).contains("_bucket", "# EOF").doesNotContain("_max", "_created");
    }

    @Test
    void makesNoSeriesBeforeTheFirstUse() {
        metrics.rule("public", "reviews", "0");

        assertThat(scrape.ruleLines()).isEmpty();
        assertThat(scrape.text())
                .doesNotContain("sallyport_requests_total", "sallyport_tls_engine", "sallyport_config_info");
    }

    @Test
    void addsNoSeriesForRandomMethodsAndUnknownCodes() {
        RuleMeters rule = metrics.rule("public", "reviews", "0");
        exchange(rule, "BREW", 600);
        int before = scrape.ruleLines().size();
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            exchange(rule, "M" + Integer.toString(random.nextInt(), 36), random.nextBoolean() ? i % 100 : 600 + i);
        }

        assertThat(scrape.ruleLines()).hasSize(before);
        assertThat(scrape.lines("sallyport_requests_total{"))
                .containsExactly("sallyport_requests_total{listener=\"public\",route=\"reviews\",rule=\"0\","
                        + "backend=\"v1\",method=\"other\",code=\"other\",reason=\"none\",} 1001.0");
    }

    @Test
    void tellsEveryKnownMethodCodeAndReasonApart() {
        RuleMeters rule = metrics.rule("public", "reviews", "0");
        String[] methods = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "get"};
        for (int i = 0; i < 500; i++) {
            Reason reason = REASONS.get(i % REASONS.size());
            rule.begin();
            rule.end("v" + i % 3, methods[i % methods.length], 100 + i, reason, MILLI);
        }

        for (int i = 0; i < 500; i++) {
            String reason = REASONS.get(i % REASONS.size()).label();
            String method = i % methods.length == 9 ? "other" : methods[i % methods.length];
            String[] names = {"listener", "route", "rule", "backend", "method", "code", "reason"};
            String[] values = {"public", "reviews", "0", "v" + i % 3, method, Integer.toString(100 + i), reason};
            assertThat(scrape.registry()
                            .getPrometheusRegistry()
                            .getSampleValue("sallyport_requests_total", names, values))
                    .as("%s %s %s", method, 100 + i, reason)
                    .isEqualTo(1);
        }
    }

    @Test
    void allocatesNothingOnceASlotExists() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        RuleMeters rule = metrics.rule("public", "reviews", "0");
        long allocated = 0;
        for (int round = 0; round < 2; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < 100_000; i++) {
                exchange(rule, "GET", 200);
            }
            allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        }

        assertThat(allocated).isLessThan(100_000);
    }

    @Test
    void refusesASecondRegistration() {
        assertThatThrownBy(() -> new GatewayMetrics(scrape.registry(), 1_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void exchange(RuleMeters rule, String method, int code) {
        rule.begin();
        rule.attempt("v1", 200, MILLI);
        rule.end("v1", method, code, Reason.NONE, MILLI);
    }
}
