package io.sallyport.cli;

import io.sallyport.listener.PortSettings;
import io.sallyport.proxy.ProxySettings;
import io.sallyport.source.SourceSettings;
import io.sallyport.upstream.UpstreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the settings of the process into those of a gateway, or tells all that is wrong with them. */
final class SettingsReader {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int MOST_EVENT_LOOPS = 256;

    private final Settings settings;
    private final SettingChecks checks = new SettingChecks();

    private SettingsReader(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param reserved ports that listeners may not have
     * @throws InvalidSettingsException naming each key that is at fault, and what is allowed
     */
    static GatewaySettings read(Settings settings, Set<Integer> reserved) {
        SettingsReader reader = new SettingsReader(settings);
        GatewaySettings read = reader.gateway(reserved);
        reader.checks.end();
        return read;
    }

    private GatewaySettings gateway(Set<Integer> reserved) {
        SourceSettings source = new SourceReader(settings, checks).read();
        Path secrets = settings.secrets().directory().map(Path::of).orElseGet(() -> besideTheDocument(source));
        return new GatewaySettings(
                secrets,
                source,
                checks.oneOf("tls.engine", settings.tls().engine(), List.of("auto", "openssl", "jdk")),
                checks.ranges("upstream.allow", settings.upstream().allow()),
                checks.within("metrics.max-series", settings.metrics().maxSeries(), 100, 10_000_000),
                routerTimeout(),
                ports(reserved),
                upstream(),
                proxy());
    }

    private @Nullable Duration routerTimeout() {
        return settings.router()
                .timeout()
                .map(timeout -> checks.within("router.timeout", timeout, SECOND, DAY))
                .orElse(null);
    }

    private static Path besideTheDocument(SourceSettings source) {
        Path document = source instanceof SourceSettings.OfFile file ? file.file() : Path.of("gateway.yaml");
        return document.toAbsolutePath().resolveSibling("secrets");
    }

    private PortSettings ports(Set<Integer> reserved) {
        Settings.Listen listen = settings.listen();
        return new PortSettings(
                listen.host(),
                reserved,
                checks.within("listen.idle-timeout", listen.idleTimeout(), SECOND, DAY),
                checks.within("listen.drain-timeout", listen.drainTimeout(), Duration.ZERO, HOUR),
                checks.within("shutdown.delay", settings.shutdown().delay(), Duration.ZERO, HOUR));
    }

    private UpstreamSettings upstream() {
        Settings.Upstream upstream = settings.upstream();
        Duration shortest = Duration.ofMillis(10);
        int loops = settings.eventLoops().orElse(Runtime.getRuntime().availableProcessors());
        return new UpstreamSettings(
                checks.within("event-loops", loops, 1, MOST_EVENT_LOOPS),
                checks.within("upstream.max-connections", upstream.maxConnections(), 1, MOST_CONNECTIONS),
                checks.within("upstream.max-pending", upstream.maxPending(), 1, MOST_CONNECTIONS),
                checks.within("upstream.connect-timeout", upstream.connectTimeout(), shortest, HOUR),
                checks.within("upstream.keep-alive", upstream.keepAlive(), SECOND, HOUR),
                checks.within("upstream.max-age", upstream.maxAge(), SECOND, DAY),
                checks.nameServers("dns.servers", settings.dns().servers()));
    }

    private ProxySettings proxy() {
        return new ProxySettings(
                checks.ranges("trusted-proxies", settings.trustedProxies()),
                checks.ranges("trusted-clients", settings.trustedClients()),
                checks.within("max-in-flight", settings.maxInFlight(), 1, MOST_CONNECTIONS),
                settings.accessLog().enabled());
    }
}
