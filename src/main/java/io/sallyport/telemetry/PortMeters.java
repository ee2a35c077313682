package io.sallyport.telemetry;

import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The meters of the connections of one port. For all threads. */
public final class PortMeters {

    static final FamilyInfo OPEN = FamilyInfo.gauge("sallyport_connections", "Open connections of clients.", "port");
    static final FamilyInfo ENDED = FamilyInfo.counter(
            "sallyport_connections_ended_total",
            "Connections without a request under way that the gateway ended.",
            "port",
            "reason");

    private final String port;
    private final LongAdder open = new LongAdder();
    private final Map<ConnectionEnd, LongAdder> ended = new EnumMap<>(ConnectionEnd.class);

    PortMeters(int port) {
        this.port = Integer.toString(port);
        for (ConnectionEnd reason : ConnectionEnd.values()) {
            ended.put(reason, new LongAdder());
        }
    }

    /** One more connection is open. */
    public void opened() {
        open.increment();
    }

    /** A connection is gone, whoever ended it. */
    public void closed() {
        open.decrement();
    }

    /** The gateway ends a connection. */
    public void ended(ConnectionEnd reason) {
        Objects.requireNonNull(ended.get(reason)).increment();
    }

    Sample open() {
        return OPEN.sample(List.of(port), open.sum());
    }

    /** A reason is there from its first case on. */
    List<Sample> ended() {
        List<Sample> samples = new ArrayList<>();
        ended.forEach((reason, adder) -> {
            if (adder.sum() > 0) {
                samples.add(ENDED.sample(List.of(port, reason.name()), adder.sum()));
            }
        });
        return samples;
    }
}
