package io.sallyport.e2e;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sallyport.cli.Gateway;
import io.sallyport.cli.GatewaySettings;
import io.sallyport.listener.PortSettings;
import io.sallyport.proxy.ProxySettings;
import io.sallyport.source.SourceSettings;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.GatewayMetrics;
import io.sallyport.upstream.AddressRanges;
import io.sallyport.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A gateway in a process of its own, with little memory. Its rig's files and document are another's. */
public final class ForkedGateway implements AutoCloseable {

    private final Process process;

    private ForkedGateway(Process process) {
        this.process = process;
    }

    /** Starts one by the document that the rig has written, and with its port; the rig itself is not started. */
    static ForkedGateway start(GatewayRig rig, String... memory) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(memory));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForkedGateway.class.getName()));
        command.add(rig.directory().toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(new File(rig.file() + ".log"));
        return new ForkedGateway(builder.start());
    }

    /** Runs until its standard input ends, as it does with the process that started it. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        GatewayMetrics metrics = new GatewayMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 1_000);
        AddressRanges loopback = AddressRanges.of(GatewayRig.LOOPBACK);
        Duration patience = Duration.ofSeconds(30);
        GatewaySettings settings = new GatewaySettings(
                directory.resolve("secrets"),
                new SourceSettings.OfFile(directory.resolve("gateway.yaml"), null),
                "openssl",
                loopback,
                1_000,
                null,
                new PortSettings("127.0.0.1", Set.of(), Duration.ofSeconds(310), patience, Duration.ZERO),
                new UpstreamSettings(2, 512, 1024, patience, patience, Duration.ofMinutes(5), List.of()),
                new ProxySettings(AddressRanges.NONE, AddressRanges.NONE, false));
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        AccessLog log = new AccessLog(System.out, 1_000, metrics.accessLogDrops());
        Await.get(Gateway.start(new Gateway.Parts(vertx, settings, metrics, log)));
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Await.get(process.onExit());
    }
}
