package io.sallyport.telemetry;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the scrape says about the document in force and its certificates. For all threads. */
public final class ConfigMeters {

    private static final FamilyInfo RELOADS =
            FamilyInfo.counter("sallyport_config_reloads_total", "Documents that were taken or refused.", "result");
    private static final FamilyInfo REFUSED = FamilyInfo.gauge(
            "sallyport_config_refused",
            "1 while the document that the source shows, or a file it names, is refused, else 0.");
    private static final FamilyInfo INFO =
            FamilyInfo.info("sallyport_config_info", "The document in force.", "revision");
    private static final FamilyInfo LAST_SUCCESS =
            FamilyInfo.gauge("sallyport_config_last_success_timestamp_seconds", "When a document was last taken.");
    private static final FamilyInfo ON_LAST_GOOD = FamilyInfo.gauge(
            "sallyport_config_on_last_good", "1 while the kept last good document is in force, else 0.");
    private static final FamilyInfo SOURCE_UP = FamilyInfo.gauge(
            "sallyport_config_source_up", "1 while the source of documents shows one, 0 while it is missing or lost.");
    private static final FamilyInfo NOT_AFTER = FamilyInfo.gauge(
            "sallyport_certificate_not_after_timestamp_seconds", "When the certificate of this file expires.", "file");

    private static final FamilyInfo WARNINGS = FamilyInfo.gauge(
            "sallyport_config_warnings", "What deserves a look in the document in force, and its files.", "kind");

    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile BooleanSupplier refusedNow = () -> false;
    private volatile @Nullable Taken inForce;
    private volatile boolean lastGood;
    private volatile boolean sourceUp;
    private volatile Map<String, Instant> certificates = Map.of();

    private volatile Map<String, Long> warnings = Map.of();

    ConfigMeters() {}

    /** A changed document was taken, or refused. */
    public void reloaded(boolean wasTaken) {
        (wasTaken ? taken : refused).increment();
    }

    /** Asked at each scrape whether what the source shows, or a file it names, stands refused. */
    public void refusedWhen(BooleanSupplier now) {
        refusedNow = now;
    }

    /** This revision is in force; it takes the former one's place in {@code sallyport_config_info}. */
    public void taken(String revision, Instant at) {
        inForce = new Taken(revision, at);
    }

    /** Whether the kept last good document is in force instead of the present one. */
    public void onLastGood(boolean now) {
        lastGood = now;
    }

    /** Whether the source shows a document, in force or not. */
    public void sourceUp(boolean now) {
        sourceUp = now;
    }

    /** The end of validity by certificate file, as the document names it; replaces all that were told before. */
    public void certificates(Map<String, Instant> notAfterByFile) {
        certificates = Map.copyOf(notAfterByFile);
    }

    /** How many warnings there are of each kind; replaces all that were told before. */
    public void warnings(Map<String, Long> countByKind) {
        warnings = Map.copyOf(countByKind);
    }

    List<Supplier<MetricFamilySamples>> all() {
        return List.of(
                this::reloads,
                () -> REFUSED.with(refusedNow.getAsBoolean() ? 1 : 0),
                this::info,
                this::lastSuccess,
                () -> ON_LAST_GOOD.with(lastGood ? 1 : 0),
                () -> SOURCE_UP.with(sourceUp ? 1 : 0),
                this::certificatesNotAfter,
                this::warnings);
    }

    private MetricFamilySamples reloads() {
        return RELOADS.with(List.of(
                RELOADS.sample(List.of("taken"), (double) taken.sum()),
                RELOADS.sample(List.of("refused"), (double) refused.sum())));
    }

    private MetricFamilySamples info() {
        Taken now = inForce;
        return INFO.with(now == null ? List.of() : List.of(INFO.sample(List.of(now.revision), 1)));
    }

    private MetricFamilySamples lastSuccess() {
        Taken now = inForce;
        return now == null ? LAST_SUCCESS.with(List.of()) : LAST_SUCCESS.with(seconds(now.at));
    }

    private MetricFamilySamples certificatesNotAfter() {
        List<Sample> samples = certificates.entrySet().stream()
                .map(each -> NOT_AFTER.sample(List.of(each.getKey()), seconds(each.getValue())))
                .toList();
        return NOT_AFTER.with(samples);
    }

    private MetricFamilySamples warnings() {
        List<Sample> samples = warnings.entrySet().stream()
                .map(each -> WARNINGS.sample(List.of(each.getKey()), each.getValue()))
                .toList();
        return WARNINGS.with(samples);
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1_000.0;
    }

    private record Taken(String revision, Instant at) {}
}
