package io.sallyport.snapshot;

import io.sallyport.config.GatewayDocument;
import io.sallyport.telemetry.RuleMeters;
import io.sallyport.tls.CertifiedKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled document: everything that a request needs, resolved and immutable.
 *
 * @param document what it was compiled from; absent before the first
 * @param revision of the document; empty before the first
 * @param certificates all key pairs in force, for the status page
 * @param meters all meters that belong to a rule or listener in force
 */
public record Snapshot(
        @Nullable GatewayDocument document,
        String revision,
        List<PortPlan> ports,
        List<CertifiedKey> certificates,
        Set<RuleMeters> meters,
        Usage usage) {

    /** A snapshot that takes no request: before the first document, and after the last. */
    public static Snapshot none() {
        return new Snapshot(null, "", List.of(), List.of(), Set.of(), new Usage(() -> {}));
    }

    public Snapshot {
        ports = List.copyOf(ports);
        certificates = List.copyOf(certificates);
        meters = Set.copyOf(meters);
    }

    /** What is listened for on a port; null if the document does not name it (any more). */
    public @Nullable PortPlan port(int port) {
        for (int i = 0; i < ports.size(); i++) {
            PortPlan plan = ports.get(i);
            if (plan.port() == port) {
                return plan;
            }
        }
        return null;
    }
}
