package io.sallyport.listener;

import io.sallyport.snapshot.PortLimits;
import io.sallyport.tls.FixedContext;
import io.sallyport.tls.NoKeys;
import io.sallyport.tls.SwappableSslContext;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What Vert.x is told of a port. */
final class WireOptions {

    /** What a request line of HTTP/1.1 holds beside the target: method, version and spaces. */
    private static final int LINE_BYTES = 64;

    /** The gateway keeps the time of a handshake itself; this one never comes first. */
    private static final int NO_HANDSHAKE_HOURS = 24;

    private static final int STREAMS = 100;
    /** Of one upload over HTTP/2: what a client may send that no backend has taken yet. */
    private static final int STREAM_WINDOW_BYTES = 256 * 1024;
    /** In 30 s on one connection: clients of gRPC cancel much. */
    private static final int RESETS = 1_000;

    private static final int BACKLOG = 4096;

    private WireOptions() {}

    /** How heads of HTTP/1.1 are read. */
    static HttpServerOptions decoder(PortLimits limits) {
        return new HttpServerOptions()
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxInitialLineLength(limits.uriBytes() + LINE_BYTES);
    }

    /** Tells a client of HTTP/2 what holds for it, where that is not what its port was bound with. */
    static void update(HttpConnection connection, PortLimits limits) {
        Http2Settings told = connection.settings();
        if (told.getMaxHeaderListSize() != limits.headerBytes()) {
            connection.updateSettings(told.setMaxHeaderListSize(limits.headerBytes()));
        }
    }

    /** @param context null: plaintext */
    static HttpServerOptions of(PortLimits limits, @Nullable SwappableSslContext context) {
        HttpServerOptions options = decoder(limits)
                .setHttp2ClearTextEnabled(false)
                .setHttp2RstFloodMaxRstFramePerWindow(RESETS)
                // Room for all streams: those that stall must not stop the others (RFC 9113, 5.2.1). Twice that, for
                // Netty
                // gives credit back only once half of the window is used up.
                .setHttp2ConnectionWindowSize(2 * STREAMS * STREAM_WINDOW_BYTES)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(STREAMS)
                        .setInitialWindowSize(STREAM_WINDOW_BYTES)
                        .setMaxHeaderListSize(limits.headerBytes()))
                .setAcceptBacklog(BACKLOG);
        if (context != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setSslHandshakeTimeout(NO_HANDSHAKE_HOURS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.HOURS)
                    .setSslEngineOptions(new FixedContext(context))
                    .setKeyCertOptions(new NoKeys());
        }
        return options;
    }
}
