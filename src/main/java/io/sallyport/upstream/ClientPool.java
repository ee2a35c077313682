package io.sallyport.upstream;

import io.sallyport.tls.ClientTls;
import io.sallyport.tls.FixedContext;
import io.sallyport.tls.TlsContexts;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one backend under one TLS profile: a client for each event loop, because one client that is shared
 * among loops moves requests from one to another.
 */
final class ClientPool {

    private static final int HEAD_BYTES = 64 * 1024;
    private static final int STATUS_LINE_BYTES = 8 * 1024;
    /** On one connection, if the backend allows as many. */
    private static final int STREAMS = 100;
    /** Of one download over HTTP/2: what a backend may send that no client has taken yet. */
    private static final int STREAM_WINDOW_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final UpstreamSettings settings;
    private final @Nullable ClientTls profile;
    private final TlsContexts contexts;
    private final HttpClientOptions options;
    private final AtomicReferenceArray<@Nullable LaneClient> byLane;
    private final AtomicReferenceArray<@Nullable LaneClient> upgradingByLane;
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
    LaneClient on(int lane) {
        LaneClient client = byLane.get(lane);
        if (client == null) {
            client = new LaneClient((VertxInternal) vertx, settings, options);
            byLane.set(lane, client);
        }
        return client;
    }

    /**
     * The client of an event loop for requests that ask for another protocol; called on that loop only. It speaks HTTP/1.1,
     * for HTTP/2 knows no upgrade, and its connections carry no other requests.
     */
    LaneClient upgrading(int lane) {
        LaneClient client = upgradingByLane.get(lane);
        if (client == null) {
            client = new LaneClient((VertxInternal) vertx, settings, upgrading());
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

    private static void closeAll(AtomicReferenceArray<@Nullable LaneClient> clients) {
        for (int lane = 0; lane < clients.length(); lane++) {
            LaneClient client = clients.getAndSet(lane, null);
            if (client != null) {
                client.close();
            }
        }
    }
}
