package io.sallyport.proxy;

import io.netty.channel.EventLoop;
import io.sallyport.telemetry.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a client's connection is ended so that nothing under way is lost. Used on its event loop only. */
final class Farewell {

    private static final int ALL_STREAMS = Integer.MAX_VALUE;
    private static final long ROUND_TRIP_MILLIS = 1_000;
    /** For the closing handshake of a WebSocket, out of the time that it has to go. */
    private static final long CLOSING_MILLIS = 1_000;

    private final HttpConnection connection;
    private final EventLoop loop;
    private @Nullable Tunnel tunnel;
    private boolean lastGoAwaySent;

    Farewell(HttpConnection connection, EventLoop loop) {
        this.connection = connection;
        this.loop = loop;
    }

    /** From now on the connection carries another protocol. */
    void tunnelled(Tunnel by) {
        tunnel = by;
    }

    /** Of HTTP/1, while something is under way: it ends by itself, or is cut then. */
    void http1(long millis) {
        long closing = Math.min(CLOSING_MILLIS, millis / 2);
        loop.schedule(this::leaveTunnel, millis - closing, TimeUnit.MILLISECONDS);
        loop.schedule(this::endHttp1, millis, TimeUnit.MILLISECONDS);
    }

    private void leaveTunnel() {
        if (tunnel != null) {
            tunnel.leave(Reason.DRAINING);
        }
    }

    private void endHttp1() {
        if (tunnel != null) {
            tunnel.cut();
        } else {
            connection.close();
        }
    }

    /** Of HTTP/2 (RFC 9113, 6.8). */
    void http2(long millis) {
        connection.goAway(0, ALL_STREAMS);
        // Whoever does not answer the ping must not stay for that.
        loop.schedule(() -> lastGoAway(millis), Math.min(millis, ROUND_TRIP_MILLIS), TimeUnit.MILLISECONDS);
        connection.ping(Buffer.buffer("sallypor")).onComplete(pong -> lastGoAway(millis));
    }

    private void lastGoAway(long millis) {
        if (!lastGoAwaySent) {
            lastGoAwaySent = true;
            connection.shutdown(millis, TimeUnit.MILLISECONDS);
        }
    }
}
