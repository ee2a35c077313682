package io.sallyport.cli;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.admin.GatewayState;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.GatewayMetrics;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts the gateway when Quarkus has started, and closes it before Quarkus stops. A document that is refused or missing
 * does not end the process: it answers its probes, and is not ready.
 */
@Singleton
public final class GatewayLifecycle {

    private static final Logger LOG = Logger.getLogger("io.sallyport");
    private static final int ACCESS_LOG_ENTRIES = 65_536;
    private static final long LOOK_MILLIS = 10;

    private final Settings settings;
    private final int managementPort;
    private final GatewayState state;
    private final Vertx vertx;
    private @Nullable AccessLog accessLog;
    private @Nullable Gateway gateway;

    public GatewayLifecycle(
            Settings settings,
            @ConfigProperty(name = "quarkus.management.port") int managementPort,
            GatewayState state,
            Vertx vertx) {
        this.settings = settings;
        this.managementPort = managementPort;
        this.state = state;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event, PrometheusMeterRegistry registry) {
        GatewaySettings read = SettingsReader.read(settings, Set.of(managementPort));
        GatewayMetrics metrics = new GatewayMetrics(registry, read.maxSeries());
        accessLog = read.proxy().accessLog() ? accessLog(metrics) : null;
        Gateway started = Gateway.start(new Gateway.Parts(vertx, read, metrics, accessLog))
                .toCompletableFuture()
                .join();
        gateway = started;
        state.runs(new GatewayState.Running(
                started::status, started::snapshot, settings.admin().remote()));
        vertx.setPeriodic(LOOK_MILLIS, timer -> announce(timer, read));
    }

    /** Past {@code System.out}, which would lock and encode each line once more. */
    private static AccessLog accessLog(GatewayMetrics metrics) {
        return new AccessLog(new FileOutputStream(FileDescriptor.out), ACCESS_LOG_ENTRIES, metrics.accessLogDrops());
    }

    /** One line, once the first document was tried. */
    private void announce(long timer, GatewaySettings read) {
        if (!state.started()) {
            return;
        }
        vertx.cancelTimer(timer);
        String listeners = state.snapshot().ports().stream()
                .flatMap(port -> port.listeners().stream().map(listener -> listener.name() + " on " + port.port()))
                .collect(Collectors.joining(", "));
        LOG.infof(
                "Sallyport is up: %s; management on port %d",
                listeners.isEmpty()
                        ? "no listener, for no document is in force from "
                                + read.source().name()
                        : listeners,
                managementPort);
    }

    /** Quarkus waits for this before it closes anything: the management interface answers to the last. */
    void retire(@Observes ShutdownDelayInitiatedEvent event) {
        state.leaves();
        if (gateway != null) {
            LOG.infof(
                    "Sallyport ends: new connections are served for %d s more, then exchanges under way have %d s",
                    settings.shutdown().delay().toSeconds(),
                    settings.listen().drainTimeout().toSeconds());
            gateway.retire().toCompletableFuture().join();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (gateway != null) {
            gateway.close();
        }
        if (accessLog != null) {
            accessLog.close();
        }
    }
}
