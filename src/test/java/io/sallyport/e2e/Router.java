package io.sallyport.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** As the OpenShift router with a passthrough Route: sends each new connection to the gateway that it is told of. */
final class Router implements AutoCloseable {

    private final NetClient client;
    private final NetServer server;
    private volatile int target;

    Router(Vertx vertx, int first) {
        this.target = first;
        this.client = vertx.createNetClient();
        this.server =
                Await.get(vertx.createNetServer().connectHandler(this::connect).listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    void sendTo(int port) {
        target = port;
    }

    private void connect(NetSocket inner) {
        inner.pause();
        client.connect(target, "127.0.0.1").onFailure(e -> inner.close()).onSuccess(outer -> {
            inner.pipeTo(outer);
            outer.pipeTo(inner);
        });
    }

    @Override
    public void close() {
        Await.get(server.close());
        Await.get(client.close());
    }
}
