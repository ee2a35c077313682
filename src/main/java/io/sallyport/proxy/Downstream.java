package io.sallyport.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.sallyport.access.Principal;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.tls.PeerIdentity;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A client's connection: what is known of it from the start, and how it ends. Used on its event loop only. */
public final class Downstream {

    private static final AttributeKey<Downstream> KEY = AttributeKey.valueOf("sallyport.downstream");
    /** RFC 9113, 7. Netty counts resets of any other kind, and closes a connection after 200 in 30 s. */
    private static final long CANCEL = 8;

    private static final long FOREVER_MILLIS = TimeUnit.DAYS.toMillis(3_650);

    private final HttpConnection connection;
    private final EventLoop loop;
    private final Peer peer;
    private final boolean tls;
    private final @Nullable String sni;
    private final @Nullable Principal principal;
    private final @Nullable Http2Connection http2;
    private final @Nullable StackAnswers stack;
    private @Nullable Activity activity;
    private final @Nullable Pipelined pipelined;
    private final RequestOrder requests = new RequestOrder();
    private final Farewell farewell;
    private @Nullable Http1Guard guard;
    private ForwardedFields.@Nullable Client lastClient;
    private int requestsLeft = Integer.MAX_VALUE;
    private boolean barred;
    private boolean lastAnswered;

    private Downstream(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        this.connection = connection;
        this.loop = channel.eventLoop();
        this.peer = Peer.of(channel);
        SSLSession session = connection.sslSession();
        this.tls = session != null;
        String named = session == null ? null : PeerIdentity.sni(session);
        this.sni = named == null ? null : named.toLowerCase(Locale.ROOT);
        this.principal = PeerIdentity.of(session);
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        this.http2 = handler == null ? null : handler.connection();
        this.farewell = new Farewell(connection, loop, http2 != null, requests);
        this.stack = http2 == null ? null : new StackAnswers(http2);
        this.pipelined = handler == null ? Pipelined.on((ConnectionBase) connection) : null;
    }

    /** What is kept of the connection; made when it is first asked for, or its channel has changed to HTTP/2. */
    public static Downstream of(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        Downstream known = channel.attr(KEY).get();
        if (known == null || known.connection != connection) {
            known = new Downstream(connection);
            channel.attr(KEY).set(known);
        }
        return known;
    }

    Channel channel() {
        return ((ConnectionBase) connection).channel();
    }

    /**
     * Sets what holds from now on.
     *
     * @param requests after which the client is sent to another connection
     * @param watch is told when the connection has exchanges under way, and when not
     */
    public void admit(int requests, Activity watch) {
        requestsLeft = requests;
        activity = watch;
    }

    /** Tells of each stream that is answered and closed without ever having become an exchange. */
    void onStackAnswer(Runnable task) {
        if (stack != null) {
            stack.onEach(task);
        }
    }

    Peer peer() {
        return peer;
    }

    boolean tls() {
        return tls;
    }

    public boolean http2() {
        return http2 != null;
    }

    /** What backends were told of it last. */
    ForwardedFields.@Nullable Client lastClient() {
        return lastClient;
    }

    void lastClient(ForwardedFields.Client told) {
        lastClient = told;
    }

    @Nullable
    Principal principal() {
        return principal;
    }

    /** The listener that the name in the TLS handshake belongs to; null if the client sent none. */
    @Nullable
    ListenerPlan sniListener(PortPlan plan) {
        return sni == null ? null : plan.listenerFor(sni);
    }

    /** Whether a body may follow the head. HTTP/2 says it by END_STREAM, which Vert.x does not show. */
    boolean expectsBody(HttpServerRequest request) {
        if (http2 != null) {
            Http2Stream stream = http2.stream(request.streamId());
            return stream != null && stream.state().remoteSideOpen();
        }
        if (request.headers().contains(io.vertx.core.http.HttpHeaders.TRANSFER_ENCODING)) {
            return true;
        }
        String length = request.getHeader(io.vertx.core.http.HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }

    /** Which requests were begun, and which of them are wrong or the last. */
    RequestOrder requests() {
        return requests;
    }

    void begin(Exchange exchange) {
        if (requests.noneUnderWay() && activity != null) {
            activity.busy(exchange.startedNanos());
        }
        requests.begin(exchange);
        if (stack != null) {
            stack.take(exchange.request().streamId());
        }
        if (pipelined != null) {
            pipelined.taken();
        }
        if (--requestsLeft == 0) {
            retire(FOREVER_MILLIS);
        }
    }

    void end(Exchange exchange) {
        requests.end(exchange);
        if (requests.noneUnderWay() && activity != null) {
            activity.idle(exchange.endedNanos());
        }
        // After bytes that cannot be read it lingers instead.
        if (leaving() && requests.noneUnderWay() && http2 == null && !requests.unreadable()) {
            connection.close();
        }
    }

    /** The one that reads its bytes before the decoder does. */
    void guardedBy(Http1Guard reader) {
        guard = reader;
    }

    /**
     * From now on the client's bytes are none of HTTP's: after a 101 (RFC 9110, 7.8).
     *
     * @return false, and nothing is changed, if the client has sent on behind the request that is answered
     */
    boolean stepAside() {
        return guard == null || guard.stepAside(requests);
    }

    /** The client of HTTP/1 sends no more, but may still read; false: nothing is under way. */
    boolean inputEnds(long sent) {
        requests.lastIs(sent);
        if (!requests.noneUnderWay()) {
            HalfClosed.watch(this, loop);
        }
        return !requests.noneUnderWay();
    }

    /** Ends an HTTP/1 connection whose client may still be sending, so that it gets the answer. */
    void linger() {
        if (guard == null) {
            connection.close();
        } else {
            guard.linger();
        }
    }

    /** Closes a connection that must not be served; what came along with its handshake is refused. */
    public void bar() {
        barred = true;
        farewell.begin();
        connection.close();
    }

    /** The answer that begins now is the last to an HTTP/1 client. */
    void lastAnswer() {
        lastAnswered = true;
    }

    /** Whether what the client has sent behind is to be ignored (RFC 9112, 9.6): neither answered nor counted. */
    boolean lastAnswered() {
        return lastAnswered;
    }

    /** The client's bytes cannot be read with certainty: an HTTP/1 connection ends with the answer to them. */
    void distrust() {
        if (http2 == null) {
            barred = true;
            farewell.begin();
        }
    }

    /** Whether what comes now is refused. */
    boolean barred() {
        return barred;
    }

    /** Whether the next answer is the last on this connection. */
    boolean leaving() {
        return farewell.begun() || requests.lastBegun();
    }

    /**
     * Is served on, but shall go elsewhere with what comes next: {@link Farewell#retire}.
     *
     * @param millis after which HTTP/2 is cut
     */
    public void retire(long millis) {
        farewell.retire(millis);
    }

    /**
     * Takes no new exchange and closes once those under way have ended: {@link Farewell#leave}.
     *
     * @param millis after which it is cut
     */
    public void leave(long millis) {
        farewell.leave(millis);
    }

    /** From now on it carries another protocol. */
    void tunnelled(Tunnel by) {
        farewell.tunnelled(by);
    }

    void close() {
        connection.close();
    }

    /**
     * Ends an answer that has begun and cannot be completed, so that the client does not take it for a whole one: by a
     * reset of the stream or of the connection.
     */
    void cut(HttpServerResponse response) {
        if (http2()) {
            response.reset(CANCEL);
        } else {
            abort();
        }
    }

    /**
     * Resets the connection at once, without TLS' close_notify: an answer whose length is told by its end must not look
     * complete, and a client that reads nothing must not keep what is still to be written.
     */
    private void abort() {
        Channel channel = channel();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.voidPromise());
        }
    }
}
