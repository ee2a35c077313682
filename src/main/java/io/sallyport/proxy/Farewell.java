package io.sallyport.proxy;

import io.netty.channel.EventLoop;
import io.sallyport.telemetry.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a client is told to go, so that no request on its way is lost. Used on the connection's event loop only. */
final class Farewell {

    private static final int ALL_STREAMS = Integer.MAX_VALUE;
    private static final long ROUND_TRIP_MILLIS = 1_000;
    /** For the closing handshake of a WebSocket, out of the time that it has to go. */
    private static final long CLOSING_MILLIS = 1_000;

    private final HttpConnection connection;
    private final EventLoop loop;
    private final boolean http2;
    private final RequestOrder requests;
    private @Nullable Tunnel tunnel;
    private boolean begun;
    private boolean lastGoAwaySent;

    Farewell(HttpConnection connection, EventLoop loop, boolean http2, RequestOrder requests) {
        this.connection = connection;
        this.loop = loop;
        this.http2 = http2;
        this.requests = requests;
    }

    /** The next answer is the last. */
    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }

    /** From now on the connection carries another protocol. */
    void tunnelled(Tunnel by) {
        tunnel = by;
    }

    /**
     * HTTP/1.1: each answer says {@code Connection: close}, and a connection that waits for a request stays open for it.
     * HTTP/2: as {@link #leave}.
     *
     * @param millis after which HTTP/2 is cut
     */
    void retire(long millis) {
        if (http2) {
            leave(millis);
        } else {
            begun = true;
        }
    }

    /**
     * The connection closes once the exchanges under way have ended. HTTP/1.1: the next answer says
     * {@code Connection: close}; a WebSocket gets a Close frame a second before it is cut. HTTP/2 (RFC 9113, 6.8): a
     * GOAWAY that names no stream yet, and a round trip later the last one.
     *
     * @param millis after which it is cut
     */
    void leave(long millis) {
        if (!http2) {
            begun = true;
            leaveHttp1(millis);
        } else if (!begun) {
            begun = true;
            connection.goAway(0, ALL_STREAMS);
            // Whoever does not answer the ping must not stay for that.
            loop.schedule(() -> lastGoAway(millis), Math.min(millis, ROUND_TRIP_MILLIS), TimeUnit.MILLISECONDS);
            connection.ping(Buffer.buffer("sallypor")).onComplete(pong -> lastGoAway(millis));
        }
    }

    private void leaveHttp1(long millis) {
        if (requests.noneUnderWay()) {
            connection.close();
        } else {
            long closing = Math.min(CLOSING_MILLIS, millis / 2);
            loop.schedule(this::leaveTunnel, millis - closing, TimeUnit.MILLISECONDS);
            loop.schedule(this::endHttp1, millis, TimeUnit.MILLISECONDS);
        }
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

    private void lastGoAway(long millis) {
        if (!lastGoAwaySent) {
            lastGoAwaySent = true;
            connection.shutdown(millis, TimeUnit.MILLISECONDS);
        }
    }
}
