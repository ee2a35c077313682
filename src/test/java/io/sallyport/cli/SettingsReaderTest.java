package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.source.ConfigMapKey;
import io.sallyport.source.SourceSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        GatewaySettings read = read(Map.of());

        assertThat(read.source()).isEqualTo(new SourceSettings.OfFile(Path.of("/etc/sallyport/gateway.yaml"), null));
        assertThat(read.secrets()).isEqualTo(Path.of("/etc/sallyport/secrets"));
        assertThat(read.tlsEngine()).isEqualTo("auto");
        assertThat(read.maxSeries()).isEqualTo(20_000);
        assertThat(read.ports().host()).isEqualTo("0.0.0.0");
        assertThat(read.ports().reserved()).containsExactly(9000);
        assertThat(read.ports().idleTimeout()).isEqualTo(Duration.ofSeconds(310));
        assertThat(read.ports().drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(read.ports().shutdownDelay()).isEqualTo(Duration.ofSeconds(15));
        assertThat(read.upstream().lanes()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(read.upstream().maxConnections()).isEqualTo(1024);
        assertThat(read.upstream().maxPending()).isEqualTo(1024);
        assertThat(read.upstream().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(read.upstream().keepAlive()).isEqualTo(Duration.ofSeconds(15));
        assertThat(read.upstream().maxAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(read.upstream().nameServers()).isEmpty();
        assertThat(read.proxy().accessLog()).isTrue();
        assertThat(read.proxy().mostInFlight()).isEqualTo(10_000);
        assertThat(read.upstreamAllow().contains(InetAddress.getLoopbackAddress()))
                .isFalse();
    }

    @Test
    void everySettingReachesTheGateway() throws Exception {
        GatewaySettings read = read(Map.ofEntries(
                Map.entry("secrets.directory", "/run/secrets"),
                Map.entry("last-good.directory", "/tmp/last-good"),
                Map.entry("tls.engine", "jdk"),
                Map.entry("upstream.allow", "127.0.0.0/8,::1/128"),
                Map.entry("upstream.max-connections", "1"),
                Map.entry("upstream.max-pending", "2"),
                Map.entry("upstream.connect-timeout", "PT3S"),
                Map.entry("upstream.keep-alive", "4"),
                Map.entry("upstream.max-age", "6m"),
                Map.entry("dns.servers", "10.0.0.10:53,[fd00::a]:5353"),
                Map.entry("trusted-proxies", "10.0.0.0/8"),
                Map.entry("trusted-clients", "192.168.0.0/16"),
                Map.entry("max-in-flight", "50"),
                Map.entry("metrics.max-series", "500"),
                Map.entry("access-log.enabled", "false"),
                Map.entry("listen.host", "127.0.0.1"),
                Map.entry("listen.idle-timeout", "20s"),
                Map.entry("listen.drain-timeout", "0s"),
                Map.entry("shutdown.delay", "5s"),
                Map.entry("event-loops", "3")));

        assertThat(read.secrets()).isEqualTo(Path.of("/run/secrets"));
        assertThat(read.source())
                .isEqualTo(
                        new SourceSettings.OfFile(Path.of("/etc/sallyport/gateway.yaml"), Path.of("/tmp/last-good")));
        assertThat(read.tlsEngine()).isEqualTo("jdk");
        assertThat(read.upstreamAllow().contains(InetAddress.getByName("::1"))).isTrue();
        assertThat(read.upstream().lanes()).isEqualTo(3);
        assertThat(read.upstream().maxConnections()).isEqualTo(1);
        assertThat(read.upstream().maxPending()).isEqualTo(2);
        assertThat(read.upstream().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(read.upstream().keepAlive()).isEqualTo(Duration.ofSeconds(4));
        assertThat(read.upstream().maxAge()).isEqualTo(Duration.ofMinutes(6));
        assertThat(read.upstream().nameServers())
                .containsExactly(new InetSocketAddress("10.0.0.10", 53), new InetSocketAddress("fd00::a", 5353));
        assertThat(read.proxy().trustedProxies().contains(InetAddress.getByName("10.1.1.1")))
                .isTrue();
        assertThat(read.proxy().trustedClients().contains(InetAddress.getByName("192.168.1.1")))
                .isTrue();
        assertThat(read.maxSeries()).isEqualTo(500);
        assertThat(read.proxy().accessLog()).isFalse();
        assertThat(read.proxy().mostInFlight()).isEqualTo(50);
        assertThat(read.ports().host()).isEqualTo("127.0.0.1");
        assertThat(read.ports().idleTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(read.ports().drainTimeout()).isZero();
        assertThat(read.ports().shutdownDelay()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aMissingSourceIsNamed() {
        assertThatThrownBy(() -> SettingsReader.read(MappedSettings.of(Map.of()), Set.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "sallyport.source.file is not set, nor is sallyport.source.config-map; one of them names the"
                                + " document to run, as does --file");
    }

    @Test
    void twoSourcesAreOneTooMany() {
        assertThatThrownBy(() -> read(Map.of("source.config-map", "sallyport", "source.namespace", "edge")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("sallyport.source.file and sallyport.source.config-map are both set; a document has one"
                        + " source");
    }

    @Test
    void aConfigMapBringsItsLastGoodAndItsEvents() {
        SourceSettings.OfConfigMap read =
                configMap(Map.of("source.config-map", "sallyport", "source.namespace", "edge"));

        assertThat(read.from()).isEqualTo(new ConfigMapKey("edge", "sallyport", "gateway.yaml"));
        assertThat(read.lastGood()).isEqualTo("sallyport-last-good");
        assertThat(read.lastGoodCopy()).isNull();
        assertThat(read.events()).isTrue();
    }

    @Test
    void everySettingOfAConfigMapReachesTheGateway() {
        SourceSettings.OfConfigMap read = configMap(Map.of(
                "source.config-map", "sallyport",
                "source.namespace", "edge",
                "source.key", "doc.yaml",
                "last-good.config-map", "kept",
                "last-good.directory", "/tmp",
                "events.enabled", "false"));

        assertThat(read.from().key()).isEqualTo("doc.yaml");
        assertThat(read.lastGood()).isEqualTo("kept");
        assertThat(read.lastGoodCopy()).isEqualTo(Path.of("/tmp"));
        assertThat(read.events()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            source.config-map    | Sally     | must be a name as Kubernetes has it, was Sally
            source.namespace     | a/b       | must be a name as Kubernetes has it, was a/b
            source.key           | a/b       | must be a name as Kubernetes has it, was a/b
            last-good.config-map | sallyport | must be another than sallyport.source.config-map
            """)
    void namesAreThoseOfKubernetes(String key, String value, String sentence) {
        Map<String, String> settings =
                new HashMap<>(Map.of("source.config-map", "sallyport", "source.namespace", "edge"));
        settings.put("last-good.config-map", "kept");
        settings.put(key, value);
        assertThatThrownBy(() -> configMap(settings)).hasMessage("sallyport." + key + " " + sentence);
    }

    private static SourceSettings.OfConfigMap configMap(Map<String, String> settings) {
        return (SourceSettings.OfConfigMap)
                SettingsReader.read(MappedSettings.of(settings), Set.of()).source();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tls.engine               | boringssl      | must be one of auto, openssl, jdk, was boringssl
            upstream.max-connections | 0              | must be 1 to 1000000, was 0
            upstream.max-pending     | 1000001        | must be 1 to 1000000, was 1000001
            upstream.connect-timeout | 9ms            | must be 10ms to 3600s, was 9ms
            upstream.keep-alive      | 0s             | must be 1s to 3600s, was 0s
            upstream.max-age         | 25h            | must be 1s to 86400s, was 90000s
            upstream.allow           | 127.0.0.1      | must be CIDR ranges: not a CIDR range such as 10.0.0.0/8: 127.0.0.1
            trusted-proxies          | 10.0.0.0/33    | must be CIDR ranges: not a CIDR range such as 10.0.0.0/8: 10.0.0.0/33
            trusted-clients          | all            | must be CIDR ranges: not a CIDR range such as 10.0.0.0/8: all
            router.timeout           | 999ms          | must be 1s to 86400s, was 999ms
            metrics.max-series       | 99             | must be 100 to 10000000, was 99
            listen.idle-timeout      | 500ms          | must be 1s to 86400s, was 500ms
            listen.drain-timeout     | 2h             | must be 0s to 3600s, was 7200s
            shutdown.delay           | 2h             | must be 0s to 3600s, was 7200s
            event-loops              | 257            | must be 1 to 256, was 257
            """)
    void aValueOutOfRangeIsToldWithItsKeyAndWhatIsAllowed(String key, String value, String sentence) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("sallyport." + key + " " + sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "dns.example.com:53",
        "10.0.0.1",
        "10.0.0.256:53",
        "10.0.0.1:0",
        "10.0.0.1:65536",
        "fd00::a:53",
        "[::zz]:53"
    })
    void nameServersAreAddressesWithAPort(String server) {
        assertThatThrownBy(() -> read(Map.of("dns.servers", server)))
                .hasMessageStartingWith("sallyport.dns.servers must be addresses with a port")
                .hasMessageEndingWith("was " + server);
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThatThrownBy(() -> read(Map.of("event-loops", "0", "tls.engine", "x")))
                .message()
                .hasLineCount(2)
                .contains("sallyport.event-loops ", "sallyport.tls.engine ");
    }

    private static GatewaySettings read(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("source.file", "/etc/sallyport/gateway.yaml"));
        all.putAll(settings);
        return SettingsReader.read(MappedSettings.of(all), Set.of(9000));
    }
}
