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
    /** On one connection, if the backend allows as many. */
    private static final int STREAMS = 100;
    /** Of one download over HTTP/2: what a backend may send that no client has taken yet. */
    private static final int STREAM_WINDOW_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final UpstreamSettings settings;
    private final HttpClientOptions options;
    private final AtomicReferenceArray<@Nullable HttpClient> byLane;
    private int users;

    ClientPool(Vertx vertx, UpstreamSettings settings, EndpointPlan.Wire wire, TlsContexts contexts) {
        this.vertx = vertx;
        this.settings = settings;
        this.options = options(settings);
        ClientTls profile = wire.tls();
        if (wire.h2c()) {
            options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        } else if (profile != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setVerifyHost(false)
                    .setSslEngineOptions(new FixedContext(new AlertContext(contexts.client(profile))));
        }
        this.byLane = new AtomicReferenceArray<>(settings.lanes());
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
                // Netty
                // gives credit back only once half of the window is used up.
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
            client = open();
            byLane.set(lane, client);
        }
        return client;
    }

    private HttpClient open() {
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(settings.connectionsPerLane())
                .setHttp2MaxSize(settings.connectionsPerLane())
                .setMaxWaitQueueSize(settings.pendingPerLane())
                .setCleanerPeriod(1000);
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions(options))
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
            long timer = vertx.setTimer(age, id -> connection.shutdown(age, TimeUnit.MILLISECONDS));
            connection.closeHandler(v -> vertx.cancelTimer(timer));
        }
    }

    private static Channel channel(HttpConnection connection) {
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
        for (int lane = 0; lane < byLane.length(); lane++) {
            HttpClient client = byLane.getAndSet(lane, null);
            if (client != null) {
                client.close();
            }
        }
        return true;
    }
}
