package io.sallyport.telemetry;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The series of one name by their label values. A series is shared by all who hold equal labels and leaves with the
 * last of them. Where the budget has no room, the holder gets the overflow series, whose labels all say {@code other}.
 */
final class Family<S extends Series> {

    private final FamilyInfo info;
    private final SeriesBudget budget;
    private final Function<List<String>, S> maker;
    private final List<String> overflow;
    private final Map<List<String>, S> series = new ConcurrentHashMap<>();

    Family(FamilyInfo info, SeriesBudget budget, Function<List<String>, S> maker) {
        this.info = info;
        this.budget = budget;
        this.maker = maker;
        this.overflow = List.copyOf(Collections.nCopies(info.labelNames().size(), RequestLabels.OTHER));
    }

    Hold<S> hold(String... labels) {
        S held = series.compute(List.of(labels), this::held);
        if (held == null) {
            budget.overflowed();
            held = Objects.requireNonNull(series.compute(overflow, this::held));
        }
        return new Hold<>(this, held);
    }

    void release(S released) {
        series.computeIfPresent(released.labels(), (labels, present) -> present.letGo() ? removed(present) : present);
    }

    boolean isOverflow(S asked) {
        return asked.labels().equals(overflow);
    }

    MetricFamilySamples collect() {
        List<Sample> samples = new ArrayList<>();
        series.values().forEach(each -> each.sample(info, samples));
        return info.with(samples);
    }

    private @Nullable S held(List<String> labels, @Nullable S present) {
        S held = present == null ? made(labels) : present;
        if (held != null) {
            held.hold();
        }
        return held;
    }

    /** The overflow series needs no room: the budget keeps some for it. */
    private @Nullable S made(List<String> labels) {
        S made = maker.apply(labels);
        return labels.equals(overflow) || budget.take(made.width()) ? made : null;
    }

    private @Nullable S removed(S gone) {
        if (!isOverflow(gone)) {
            budget.giveBack(gone.width());
        }
        return null;
    }

    /** One holder's share in a series. */
    record Hold<S extends Series>(Family<S> family, S series) {

        void release() {
            family.release(series);
        }

        boolean isOverflow() {
            return family.isOverflow(series);
        }
    }
}
