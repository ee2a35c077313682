package io.sallyport.cli;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.RouterTimeouts;
import io.sallyport.config.Violation;
import io.sallyport.config.WarningKind;
import io.sallyport.listener.Lanes;
import io.sallyport.listener.PortFailure;
import io.sallyport.listener.Ports;
import io.sallyport.proxy.ProxyHandler;
import io.sallyport.snapshot.CompileResult;
import io.sallyport.snapshot.InFlight;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.snapshot.SnapshotCompiler;
import io.sallyport.snapshot.SnapshotStore;
import io.sallyport.source.Activated;
import io.sallyport.source.DirectoryWatch;
import io.sallyport.source.Intake;
import io.sallyport.source.Refused;
import io.sallyport.source.ReloadListener;
import io.sallyport.source.Status;
import io.sallyport.source.Taken;
import io.sallyport.source.Time;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.GatewayMetrics;
import io.sallyport.tls.CertifiedKey;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.SecretFiles;
import io.sallyport.tls.TlsContexts;
import io.sallyport.tls.TlsEngine;
import io.sallyport.upstream.AddressGuard;
import io.sallyport.upstream.EndpointRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running gateway: puts the parts together, and takes them apart again. */
public final class Gateway implements AutoCloseable {

    private final SnapshotStore snapshots = new SnapshotStore();
    private final GatewayMetrics metrics;
    private final EndpointRegistry registry;
    private final SnapshotCompiler compiler;
    private final Ports ports;
    private final Intake intake;
    private final DirectoryWatch secrets;
    private final @Nullable Duration routerTimeout;
    private final AtomicBoolean taking = new AtomicBoolean(true);

    private Gateway(Parts parts, Lanes lanes) {
        GatewaySettings settings = parts.settings();
        TlsEngine engine = TlsEngine.resolve(settings.tlsEngine());
        TlsContexts contexts = new TlsContexts(engine);
        this.metrics = parts.metrics();
        this.routerTimeout = settings.routerTimeout();
        metrics.tlsEngine(engine.label());
        this.registry = new EndpointRegistry(
                parts.vertx(), settings.upstream(), new AddressGuard(settings.upstreamAllow()), contexts);
        this.compiler = new SnapshotCompiler(
                new KeyMaterialStore(new SecretFiles(settings.secrets()), Clock.systemUTC()), registry, metrics);
        ProxyHandler.Shared shared = new ProxyHandler.Shared(
                snapshots, metrics.rule("none", "none", "none"), settings.proxy(), parts.accessLog(), new InFlight());
        this.ports =
                new Ports(new Ports.Environment(parts.vertx(), lanes, settings.ports(), shared, contexts, metrics));
        this.intake = settings.source().open(new Intake.Outlet(this::activate, new ReloadMeters(), Time.system()));
        this.secrets = new DirectoryWatch(settings.secrets(), intake::filesChanged);
        metrics.config().refusedWhen(() -> status().refused() != null);
    }

    /** What a gateway is given. */
    public record Parts(
            Vertx vertx,
            GatewaySettings settings,
            GatewayMetrics metrics,
            @Nullable AccessLog accessLog) {}

    /** Starts a gateway; it listens as soon as its document is in force. */
    public static CompletionStage<Gateway> start(Parts parts) {
        return Lanes.open(parts.vertx(), parts.settings().upstream().lanes())
                // Reads files, which an event loop must not wait for.
                .compose(lanes -> parts.vertx().executeBlocking(() -> {
                    Gateway gateway = new Gateway(parts, lanes);
                    gateway.intake.start();
                    gateway.secrets.start();
                    return gateway;
                }))
                .toCompletionStage();
    }

    /** What is in force and what was refused. */
    public Status status() {
        return intake.status();
    }

    /** The snapshot in force. */
    public Snapshot snapshot() {
        return snapshots.current();
    }

    private CompletionStage<Activated> activate(GatewayDocument document) {
        CompileResult result = compiler.compile(document);
        if (result instanceof CompileResult.Refused refused) {
            return CompletableFuture.completedFuture(new Activated(refused.violations(), List.of(), true));
        }
        CompileResult.Compiled compiled = (CompileResult.Compiled) result;
        // What follows takes its time: on the reloader's thread, and not where the last port was bound.
        return CompletableFuture.completedFuture(activated(document, compiled, apply(compiled.snapshot())));
    }

    private List<PortFailure> apply(Snapshot snapshot) {
        try {
            return ports.apply(snapshot)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            snapshot.usage().end();
            throw new CancellationException("closed");
        } catch (ExecutionException e) {
            snapshot.usage().end();
            throw new IllegalStateException("ports could not be opened", e.getCause());
        }
    }

    private Activated activated(GatewayDocument document, CompileResult.Compiled compiled, List<PortFailure> failures) {
        Snapshot snapshot = compiled.snapshot();
        if (!failures.isEmpty()) {
            snapshot.usage().end();
            return new Activated(violations(document, failures), List.of(), true);
        }
        compiler.retainOnly(document);
        metrics.retainOnly(snapshot.meters());
        metrics.config()
                .certificates(snapshot.certificates().stream()
                        .collect(Collectors.toMap(CertifiedKey::certificateFile, CertifiedKey::notAfter, (a, b) -> a)));
        List<Violation> warnings = new ArrayList<>(compiled.warnings());
        if (routerTimeout != null) {
            warnings.addAll(RouterTimeouts.warnings(document, routerTimeout));
        }
        metrics.config().warnings(countByKind(document, warnings));
        return new Activated(List.of(), warnings, compiled.recheck());
    }

    private static Map<String, Long> countByKind(GatewayDocument document, List<Violation> further) {
        return Stream.concat(document.warnings().stream(), further.stream())
                .map(Violation::kind)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(WarningKind::label, Collectors.counting()));
    }

    private static List<Violation> violations(GatewayDocument document, List<PortFailure> failures) {
        Map<Integer, Integer> firstByPort = new java.util.HashMap<>();
        for (int i = 0; i < document.spec().listeners().size(); i++) {
            firstByPort.putIfAbsent(document.spec().listeners().get(i).port(), i);
        }
        Function<PortFailure, Violation> place = failure -> document.root()
                .field("listeners")
                .index(firstByPort.getOrDefault(failure.port(), 0))
                .field("port")
                .violation(failure.found(), failure.allowed());
        return failures.stream().map(place).toList();
    }

    /** Tells the metrics how reloads went. */
    private final class ReloadMeters implements ReloadListener {

        @Override
        public void taken(Taken taken) {
            metrics.config().reloaded(true);
            metrics.config().taken(taken.revision(), taken.at());
            metrics.config().onLastGood(taken.lastGood());
        }

        @Override
        public void refused(Refused refused) {
            metrics.config().reloaded(false);
        }

        @Override
        public void shown(boolean document) {
            metrics.config().sourceUp(document);
        }
    }

    /** Takes no more documents, and leave of all clients; to be closed when that is done. */
    public CompletionStage<Void> retire() {
        takeNoMore();
        return ports.retire().toCompletionStage();
    }

    private void takeNoMore() {
        if (taking.compareAndSet(true, false)) {
            secrets.close();
            intake.close();
        }
    }

    /** Stops watching, closes all ports and connections. */
    @Override
    public void close() {
        takeNoMore();
        ports.close().toCompletionStage().toCompletableFuture().join();
        snapshots.swap(Snapshot.none());
        registry.close();
    }
}
