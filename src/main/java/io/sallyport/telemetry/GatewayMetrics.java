package io.sallyport.telemetry;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's metrics, all named {@code sallyport_...}. Labels come from the document or from closed sets, never from
 * what a client wrote. They stand in the registry's scrape through one collector of ours: Micrometer's timers would add
 * a {@code _max} each. At most one instance for each registry. For all threads.
 */
public final class GatewayMetrics {

    private static final FamilyInfo OVERFLOW = FamilyInfo.counter(
            "sallyport_metrics_overflow_total", "Label combinations that found no room and are counted under other.");
    private static final FamilyInfo DROPPED =
            FamilyInfo.counter("sallyport_access_log_dropped_total", "Exchanges that the access log could not write.");
    private static final FamilyInfo ENGINE =
            FamilyInfo.info("sallyport_tls_engine_info", "The TLS engine in use.", "engine");

    private final SeriesBudget budget;
    private final RuleFamilies families;
    private final ConfigMeters config = new ConfigMeters();
    private final LongAdder accessLogDrops = new LongAdder();
    private final Map<RuleName, RuleMeters> rules = new ConcurrentHashMap<>();
    private final Map<Integer, PortMeters> ports = new ConcurrentHashMap<>();
    private volatile @Nullable String tlsEngine;

    /**
     * Registers the families.
     *
     * @param maxSeries how many time series the rules may have in a scrape, a histogram being 14; 31 of them are kept
     *     for the overflow slots (one for each family, all labels {@code other})
     * @throws IllegalArgumentException if the registry has gateway metrics already
     */
    public GatewayMetrics(PrometheusMeterRegistry registry, int maxSeries) {
        this(maxSeries);
        List<Supplier<MetricFamilySamples>> all = new ArrayList<>(families.all());
        all.addAll(config.all());
        all.add(() -> OVERFLOW.with((double) budget.overflows()));
        all.add(() -> DROPPED.with((double) accessLogDrops.sum()));
        all.add(this::engine);
        all.add(() -> PortMeters.OPEN.with(
                ports.values().stream().map(PortMeters::open).toList()));
        all.add(() -> PortMeters.ENDED.with(
                ports.values().stream().flatMap(port -> port.ended().stream()).toList()));
        registry.getPrometheusRegistry().register(new GatewayCollector(all));
    }

    private GatewayMetrics(int maxSeries) {
        budget = new SeriesBudget(maxSeries, RuleFamilies.OVERFLOW_WIDTH);
        families = RuleFamilies.within(budget);
    }

    /** Meters that nobody reads, for a document that is compiled and not run. */
    public static GatewayMetrics unread() {
        return new GatewayMetrics(RuleFamilies.OVERFLOW_WIDTH);
    }

    /**
     * The meters for these labels: the same instance for equal labels, carried over from document to document. A
     * request that met no route has {@code none} as route and rule, and one that met no listener as listener too.
     */
    public RuleMeters rule(String listener, String route, String rule) {
        return rules.compute(
                new RuleName(listener, route, rule),
                (name, present) -> present != null && present.revive() ? present : made(name));
    }

    /**
     * Retires all meters but these, after a swap of snapshots; those of no listener always stay. What is retired leaves
     * the scrape when its last exchange has ended. Combinations that overflowed get another chance if there is room.
     */
    public synchronized void retainOnly(Set<RuleMeters> inForce) {
        for (RuleMeters each : rules.values()) {
            if (!inForce.contains(each) && !each.name().listener().equals(RequestLabels.NONE)) {
                each.retire();
            }
        }
        for (RuleMeters each : inForce) {
            each.keep();
            RuleMeters displaced = rules.put(each.name(), each);
            if (displaced != null && displaced != each) {
                displaced.retire();
            }
        }
        if (budget.overflows() > 0 && budget.hasRoom()) {
            rules.values().forEach(RuleMeters::forgetOverflowed);
        }
    }

    /** The meters of a port's connections: the same instance until it is forgotten. */
    public PortMeters port(int port) {
        return ports.computeIfAbsent(port, PortMeters::new);
    }

    /** The port is closed: its meters leave the scrape. */
    public void forget(PortMeters gone) {
        ports.values().remove(gone);
    }

    /** The meters of the document in force. */
    public ConfigMeters config() {
        return config;
    }

    /** Names the TLS engine in use, {@code openssl} or {@code jdk}. */
    public void tlsEngine(String engine) {
        tlsEngine = engine;
    }

    /** Counts what the access log drops. */
    public LongAdder accessLogDrops() {
        return accessLogDrops;
    }

    private RuleMeters made(RuleName name) {
        return new RuleMeters(name, families, gone -> rules.remove(gone.name(), gone));
    }

    private MetricFamilySamples engine() {
        String now = tlsEngine;
        return ENGINE.with(now == null ? List.of() : List.of(ENGINE.sample(List.of(now), 1)));
    }
}
