package io.sallyport.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A relay in front of a TLS port that holds back all that a client sends after its first flight, until told. */
final class SlowHandshake implements AutoCloseable {

    private final Vertx vertx;
    private final int target;
    private final NetServer server;
    private final AtomicInteger fromServer = new AtomicInteger();
    private volatile @Nullable NetSocket client;

    SlowHandshake(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
        this.server = vertx.createNetServer().connectHandler(this::accepted);
        Await.get(server.listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    private void accepted(NetSocket downstream) {
        downstream.pause();
        vertx.createNetClient().connect(target, "127.0.0.1").onSuccess(upstream -> {
            upstream.handler(bytes -> {
                downstream.write(bytes);
                fromServer.addAndGet(bytes.length());
            });
            upstream.closeHandler(v -> downstream.close());
            downstream.handler(bytes -> forward(downstream, upstream, bytes));
            downstream.closeHandler(v -> upstream.close());
            downstream.resume();
        });
    }

    private void forward(NetSocket downstream, NetSocket upstream, Buffer bytes) {
        upstream.write(bytes);
        if (client == null) {
            client = downstream;
            downstream.pause();
        }
    }

    void awaitServersFlight() {
        Await.until("the server's part of the handshake", () -> fromServer.get() > 0 && client != null);
    }

    void goOn() {
        NetSocket paused = client;
        if (paused != null) {
            paused.resume();
        }
    }

    /** Nothing more of the client gets through. */
    void hold() {
        NetSocket flowing = client;
        if (flowing != null) {
            flowing.pause();
        }
    }

    @Override
    public void close() {
        Await.get(server.close());
    }
}
