package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.impl.ContextInternal;

/** A connection of HTTP/2 to a backend, which carries as many requests at once as both sides allow. */
final class Http2Connection {

    private final HttpClientConnection connection;
    private final AddressPool pool;
    private int active;
    private int requests;

    Http2Connection(HttpClientConnection connection, AddressPool pool) {
        this.connection = connection;
        this.pool = pool;
        connection.evictionHandler(v -> pool.closed(this));
        connection.concurrencyChangeHandler(most -> pool.hasRoom());
    }

    Channel channel() {
        return connection.channel();
    }

    /** Whether it may carry one more. */
    boolean hasRoom() {
        return active < connection.concurrency() && channel().isActive();
    }

    /** Carries one more, as its opening is told of. */
    void begin(ContextInternal context, Connected waiter) {
        active++;
        requests++;
        connection.createStream(context, made -> {
            if (made.succeeded()) {
                waiter.connected(
                        new Http2Request(this, made.result(), pool.address().authority(), requests));
            } else {
                streamEnded();
                waiter.notConnected(made.cause());
            }
        });
    }

    void streamEnded() {
        active--;
        pool.hasRoom();
    }

    /** Whether it has carried nothing for too long. */
    boolean expired() {
        return active == 0 && !connection.isValid();
    }

    void close() {
        connection.close();
    }
}
