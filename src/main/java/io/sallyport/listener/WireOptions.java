package io.sallyport.listener;

import io.sallyport.tls.FixedContext;
import io.sallyport.tls.NoKeys;
import io.sallyport.tls.SwappableSslContext;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What Vert.x is told of a port. */
final class WireOptions {

    private static final int HEAD_BYTES = 60 * 1024;
    private static final int REQUEST_LINE_BYTES = 16 * 1024;
    private static final int STREAMS = 100;
    /** Of one upload over HTTP/2: what a client may send that no backend has taken yet. */
    private static final int STREAM_WINDOW_BYTES = 256 * 1024;
    /** In 30 s on one connection: clients of gRPC cancel much. */
    private static final int RESETS = 1_000;

    private static final int BACKLOG = 4096;

    private WireOptions() {}

    /** @param context null: plaintext */
    static HttpServerOptions of(PortSettings settings, @Nullable SwappableSslContext context) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(HEAD_BYTES)
                .setMaxInitialLineLength(REQUEST_LINE_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setHttp2RstFloodMaxRstFramePerWindow(RESETS)
                // Room for all streams: those that stall must not stop the others (RFC 9113, 5.2.1). Twice that, for
                // Netty
                // gives credit back only once half of the window is used up.
                .setHttp2ConnectionWindowSize(2 * STREAMS * STREAM_WINDOW_BYTES)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(STREAMS)
                        .setInitialWindowSize(STREAM_WINDOW_BYTES)
                        .setMaxHeaderListSize(HEAD_BYTES))
                .setAcceptBacklog(BACKLOG)
                .setIdleTimeout((int) settings.idleTimeout().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        if (context != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setSslEngineOptions(new FixedContext(context))
                    .setKeyCertOptions(new NoKeys());
        }
        return options;
    }
}
