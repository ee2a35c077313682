package io.sallyport.cli;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of the process, all below {@code sallyport.}; docs/configuration.md has them with their ranges. The
 * document says the rest. {@link SettingsReader} judges the values.
 */
@ConfigMapping(prefix = "sallyport")
public interface Settings {

    /** Where the document comes from. */
    Source source();

    /** What is told on the ConfigMap. */
    Events events();

    /** Where the files are that the document names. */
    Secrets secrets();

    /** Where the last document that was taken is kept. */
    LastGood lastGood();

    /** The TLS library. */
    Tls tls();

    /** Connections to backends. */
    Upstream upstream();

    /** Name resolution. */
    Dns dns();

    /** Peers (CIDR ranges) whose word on the client counts, judged by the socket's address. */
    Optional<List<String>> trustedProxies();

    /** Clients (CIDR ranges) that are told why the gateway answered itself. */
    Optional<List<String>> trustedClients();

    /** The OpenShift router before the gateway. */
    Router router();

    /** Metrics. */
    Metrics metrics();

    /** The access log. */
    AccessLogging accessLog();

    /** The listeners' sockets. */
    Listen listen();

    /** Requests under way at once in the whole process. */
    @WithDefault("10000")
    int maxInFlight();

    /** How many event loops carry traffic; absent: one for each available processor. */
    OptionalInt eventLoops();

    /** The end of the process. */
    Shutdown shutdown();

    /** The management interface. */
    Admin admin();

    /** Below {@code sallyport.source}. */
    interface Source {
        /** The document, a file; {@code --file} sets it too. */
        Optional<String> file();

        /** The ConfigMap that holds the document; instead of a file. */
        Optional<String> configMap();

        /** Its namespace; absent: the pod's own, or that of the kubeconfig. */
        Optional<String> namespace();

        /** The key of the document in it. */
        @WithDefault("gateway.yaml")
        String key();
    }

    /** Below {@code sallyport.events}. */
    interface Events {
        /** Whether Kubernetes Events on the ConfigMap tell how reloads went. */
        @WithDefault("true")
        boolean enabled();
    }

    /** Below {@code sallyport.secrets}. */
    interface Secrets {
        /** What the paths in the document are relative to; absent: {@code secrets} beside the document. */
        Optional<String> directory();
    }

    /** Below {@code sallyport.last-good}. */
    interface LastGood {
        /** A writable directory; absent: beside the document, or none if that comes from a ConfigMap. */
        Optional<String> directory();

        /** A ConfigMap beside the document's; absent: its name and {@code -last-good}. */
        Optional<String> configMap();
    }

    /** Below {@code sallyport.tls}. */
    interface Tls {
        /** {@code auto}, {@code openssl} or {@code jdk}. */
        @WithDefault("auto")
        String engine();
    }

    /** Below {@code sallyport.upstream}. */
    interface Upstream {
        /** Reserved addresses (CIDR ranges: loopback, link-local and the like) that may be dialled all the same. */
        Optional<List<String>> allow();

        /** Open connections per address of a backend. */
        @WithDefault("1024")
        int maxConnections();

        /** Requests that wait for a connection, per address of a backend. */
        @WithDefault("1024")
        int maxPending();

        /** The longest wait for TCP, and then for the TLS handshake. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** How long an unused connection is kept, in whole seconds; shorter than the backends' own limit. */
        @WithDefault("15s")
        Duration keepAlive();

        /** After which a connection takes no new request, so that new pods get traffic. */
        @WithDefault("5m")
        Duration maxAge();
    }

    /** Below {@code sallyport.dns}. */
    interface Dns {
        /** Name servers as {@code address:port}; absent: those of the host. */
        Optional<List<String>> servers();
    }

    /** Below {@code sallyport.router}. */
    interface Router {
        /** For how long the router waits for an answer; longer timeouts of the document are warned of. */
        Optional<Duration> timeout();
    }

    /** Below {@code sallyport.metrics}. */
    interface Metrics {
        /** The most time series that rules may make. */
        @WithDefault("20000")
        int maxSeries();
    }

    /** Below {@code sallyport.access-log}. */
    interface AccessLogging {
        /** Whether each exchange is written to standard output, as one line of JSON. */
        @WithDefault("true")
        boolean enabled();
    }

    /** Below {@code sallyport.listen}. */
    interface Listen {
        /** The address that listeners bind; {@code 0.0.0.0} for all. */
        @WithDefault("0.0.0.0")
        String host();

        /** How long a connection without a request is kept, by default; the router reuses idle ones for 300 s. */
        @WithDefault("310s")
        Duration idleTimeout();

        /** How long exchanges may take to end on a port that is gone, or whose trust was tightened. */
        @WithDefault("30s")
        Duration drainTimeout();
    }

    /** Below {@code sallyport.shutdown}. */
    interface Shutdown {
        /** How long new connections are served after SIGTERM; the router reads its list of pods every 5 s. */
        @WithDefault("15s")
        Duration delay();
    }

    /** Below {@code sallyport.admin}. */
    interface Admin {
        /** Whether {@code /status} shows everything away from loopback too. */
        @WithDefault("false")
        boolean remote();
    }
}
