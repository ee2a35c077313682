package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.sallyport.tls.ClientTls;
import io.sallyport.tls.FixedContext;
import io.sallyport.tls.TlsContexts;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one backend under one TLS profile: a client for each event loop, because one client that is shared
 * among loops moves requests from one to another.
 */
final class ClientPool {

    private static final Logger LOG = Logger.getLogger(ClientPool.class);
    private static final AttributeKey<Use> USE = AttributeKey.valueOf("sallyport.upstream.use");
    private static final int HEAD_BYTES = 64 * 1024;
    private static final int STATUS_LINE_BYTES = 8 * 1024;
    /** A connection that is too old ends with its last exchange, whose own limits say how long that may go on. */
    private static final long LAST_EXCHANGE_DAYS = 365;
    /** On one connection, if the backend allows as many. */
    private static final int STREAMS = 100;
    /** Of one download over HTTP/2: what a backend may send that no client has taken yet. */
    private static final int STREAM_WINDOW_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final UpstreamSettings settings;
    private final @Nullable ClientTls profile;
    private final TlsContexts contexts;
    private final HttpClientOptions options;
    private final AtomicReferenceArray<@Nullable HttpClient> byLane;
    private final AtomicReferenceArray<@Nullable HttpClient> upgradingByLane;
    private @Nullable HttpClientOptions upgrading;
    private int users;

    ClientPool(Vertx vertx, UpstreamSettings settings, EndpointPlan.Wire wire, TlsContexts contexts) {
        this.vertx = vertx;
        this.settings = settings;
        this.profile = wire.tls();
        this.contexts = contexts;
        this.options = options(settings);
        if (wire.h2c()) {
            options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        } else if (profile != null) {
            tls(options, profile, List.of("h2", "http/1.1")).setUseAlpn(true);
        }
        this.byLane = new AtomicReferenceArray<>(settings.lanes());
        this.upgradingByLane = new AtomicReferenceArray<>(settings.lanes());
    }

    private HttpClientOptions tls(HttpClientOptions without, ClientTls tls, List<String> alpn) {
        return without.setSsl(true)
                .setVerifyHost(false)
                .setSslEngineOptions(new FixedContext(new AlertContext(contexts.client(tls, alpn))));
    }

    /** A connection's number of requests so far, to tell a stale connection from one that fails at once. */
    private static final class Use {
        int requests;
    }

    private static HttpClientOptions options(UpstreamSettings settings) {
        int keepAliveSeconds = (int) Math.max(1, settings.keepAlive().toSeconds());
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setKeepAlive(true)
                .setKeepAliveTimeout(keepAliveSeconds)
                .setHttp2KeepAliveTimeout(keepAliveSeconds)
                .setMaxHeaderSize(HEAD_BYTES)
                .setMaxInitialLineLength(STATUS_LINE_BYTES)
                .setHttp2MultiplexingLimit(STREAMS)
                // Room for all streams: those that stall must not stop the others (RFC 9113, 5.2.1). Twice that, for
                // Netty gives credit back only once half of the window is used up.
                .setHttp2ConnectionWindowSize(2 * STREAMS * STREAM_WINDOW_BYTES)
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setInitialWindowSize(STREAM_WINDOW_BYTES)
                        .setMaxHeaderListSize(HEAD_BYTES))
                .setDecompressionSupported(false)
                .setTcpNoDelay(true);
        options.setSslHandshakeTimeout(settings.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }

    /** The client of an event loop; called on that loop only. */
    HttpClient on(int lane) {
        HttpClient client = byLane.get(lane);
        if (client == null) {
            client = open(options);
            byLane.set(lane, client);
        }
        return client;
    }

    /**
     * The client of an event loop for requests that ask for another protocol; called on that loop only. It speaks HTTP/1.1,
     * for HTTP/2 knows no upgrade, and its connections carry no other requests.
     */
    HttpClient upgrading(int lane) {
        HttpClient client = upgradingByLane.get(lane);
        if (client == null) {
            client = open(upgrading());
            upgradingByLane.set(lane, client);
        }
        return client;
    }

    /** Made when it is first needed: most backends are never asked for another protocol. */
    private synchronized HttpClientOptions upgrading() {
        HttpClientOptions made = upgrading;
        if (made == null) {
            made = options(settings);
            if (profile != null) {
                tls(made, profile, List.of("http/1.1"));
            }
            upgrading = made;
        }
        return made;
    }

    private HttpClient open(HttpClientOptions as) {
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(settings.connectionsPerLane())
                .setHttp2MaxSize(settings.connectionsPerLane())
                .setMaxWaitQueueSize(settings.pendingPerLane())
                .setCleanerPeriod(1000);
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions(as))
                .with(pool)
                .withConnectHandler(this::connected)
                .build();
    }

    private void connected(HttpConnection connection) {
        Channel channel = channel(connection);
        if (channel.pipeline().get(Http2ConnectionHandler.class) == null) {
            AnswerCodec.install(
                    channel,
                    new HttpDecoderConfig()
                            .setMaxInitialLineLength(STATUS_LINE_BYTES)
                            .setMaxHeaderSize(HEAD_BYTES));
        }
        InformationalFilter.install(channel);
        connection.exceptionHandler(failure -> LOG.debugf("connection to a backend: %s", failure.getMessage()));
        long age = settings.maxAge().toMillis();
        if (age > 0) {
            long timer = vertx.setTimer(age, id -> connection.shutdown(LAST_EXCHANGE_DAYS, TimeUnit.DAYS));
            connection.closeHandler(v -> vertx.cancelTimer(timer));
        }
    }

    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** Counts one more request on a connection; tells its number, from 1. */
    static int use(HttpConnection connection) {
        Channel channel = channel(connection);
        Use use = channel.attr(USE).get();
        if (use == null) {
            use = new Use();
            channel.attr(USE).set(use);
        }
        use.requests++;
        return use.requests;
    }

    /** The number of requests on a connection so far. */
    static int uses(HttpConnection connection) {
        Use use = channel(connection).attr(USE).get();
        return use == null ? 0 : use.requests;
    }

    /** One more backend in force uses the pool; registry's lock held. */
    void retain() {
        users++;
    }

    /** One fewer; the last one closes all connections. No exchange may be under way; registry's lock held. */
    boolean release() {
        users--;
        if (users > 0) {
            return false;
        }
        closeAll(byLane);
        closeAll(upgradingByLane);
        return true;
    }

    private static void closeAll(AtomicReferenceArray<@Nullable HttpClient> clients) {
        for (int lane = 0; lane < clients.length(); lane++) {
            HttpClient client = clients.getAndSet(lane, null);
            if (client != null) {
                client.close();
            }
        }
    }
}
