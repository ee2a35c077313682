package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.sallyport.upstream.AddressPool.Bounds;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.impl.HttpChannelConnector;
import io.vertx.core.http.impl.HttpClientBase;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.NetClientImpl;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The connections of one event loop to one backend under one TLS profile. Vert.x opens them, and speaks HTTP/2 on them;
 * HTTP/1.1 is spoken here. Used on its event loop only, but for {@link #close}.
 */
final class LaneClient implements Dialler {

    private static final Logger LOG = Logger.getLogger(LaneClient.class);
    /** A connection of HTTP/2 that is too old ends with its last exchange, whose own limits say how long that may go on. */
    private static final long LAST_EXCHANGE_DAYS = 365;

    private final VertxInternal vertx;
    private final UpstreamSettings settings;
    private final HttpClientOptions options;
    private final HttpClientBase client;
    private final Bounds bounds;
    private final Map<Address, AddressPool> pools = new HashMap<>();

    LaneClient(VertxInternal vertx, UpstreamSettings settings, HttpClientOptions options) {
        this.vertx = vertx;
        this.settings = settings;
        this.options = options;
        this.client = new HttpClientBase(vertx, options, new CloseFuture());
        this.bounds = new Bounds(
                settings.connectionsPerLane(),
                settings.pendingPerLane(),
                settings.keepAlive().toNanos());
    }

    /** Takes a connection to this address, opens one, or waits for one. */
    void connect(Address address, ContextInternal context, Connected told) {
        AddressPool pool = pools.get(address);
        if (pool == null) {
            pool = new AddressPool(address, this, bounds, () -> pools.remove(address));
            pools.put(address, pool);
        }
        pool.take(context, told);
    }

    @Override
    public void dial(AddressPool pool, ContextInternal context, Opened told) {
        new HttpChannelConnector(
                        client,
                        (NetClientImpl) client.netClient(),
                        null,
                        null,
                        options.getProtocolVersion(),
                        options.isSsl(),
                        options.isUseAlpn(),
                        pool.address().peer(),
                        pool.address().server())
                .httpConnect(context, result -> opened(result, pool, told));
    }

    private void opened(AsyncResult<HttpClientConnection> result, AddressPool pool, Opened told) {
        if (result.failed()) {
            told.failed(result.cause());
            return;
        }
        HttpClientConnection connection = result.result();
        Channel channel = connection.channel();
        LateFlush.install(channel);
        connection.exceptionHandler(failure -> LOG.debugf("connection to a backend: %s", failure.getMessage()));
        if (!channel.isActive()) {
            told.failed(Http1Connection.CLOSED);
        } else if (channel.pipeline().get(Http2ConnectionHandler.class) == null) {
            told.http1(http1(connection, pool));
        } else {
            told.http2(http2(connection, pool));
        }
    }

    private Http1Connection http1(HttpClientConnection connection, AddressPool pool) {
        Channel channel = connection.channel();
        AnswerDecoder decoder = new AnswerDecoder(options.getMaxInitialLineLength(), options.getMaxHeaderSize());
        Http1Connection http1 = new Http1Connection(channel, decoder, pool);
        channel.pipeline().replace("codec", "codec", decoder);
        channel.pipeline().addAfter("codec", "exchange", http1);
        limitAge(connection, http1::retire);
        return http1;
    }

    private Http2Connection http2(HttpClientConnection connection, AddressPool pool) {
        InformationalFilter.install(connection.channel());
        limitAge(connection, () -> connection.shutdown(LAST_EXCHANGE_DAYS, TimeUnit.DAYS));
        return new Http2Connection(connection, pool);
    }

    private void limitAge(HttpClientConnection connection, Runnable end) {
        long age = settings.maxAge().toMillis();
        if (age > 0) {
            long timer = vertx.setTimer(age, id -> end.run());
            connection.closeHandler(v -> vertx.cancelTimer(timer));
        }
    }

    @Override
    public void after(long time, TimeUnit unit, Runnable task) {
        vertx.setTimer(unit.toMillis(time), id -> task.run());
    }

    /** Closes all connections. */
    void close() {
        client.close();
    }
}
