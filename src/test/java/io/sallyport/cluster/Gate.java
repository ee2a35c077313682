package io.sallyport.cluster;

import io.sallyport.e2e.Await;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to the API server that can be shut: for one gateway the server is gone then, for everybody else it is there. */
final class Gate implements AutoCloseable {

    private final int target;
    private final NetServer server;
    private final NetClient client;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private volatile State state = State.OPEN;

    private enum State {
        OPEN,
        SHUT,
        SILENT
    }

    Gate(Vertx vertx, int target) {
        this.target = target;
        this.client = vertx.createNetClient();
        this.server = Await.get(vertx.createNetServer()
                .connectHandler(this::enter)
                .exceptionHandler(e -> {})
                .listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    /** Cuts all connections, and each new one at once. */
    void shut() {
        state = State.SHUT;
        open.forEach(NetSocket::close);
    }

    /** Keeps all connections, and new ones too, but lets nothing through: a network that swallows packets. */
    void silence() {
        state = State.SILENT;
        open.forEach(NetSocket::pause);
    }

    /** Lets all through; what was silent is cut. */
    void open() {
        boolean silent = state == State.SILENT;
        state = State.OPEN;
        if (silent) {
            open.forEach(NetSocket::close);
        }
    }

    private void enter(NetSocket inner) {
        if (state == State.SHUT) {
            inner.close();
            return;
        }
        remember(inner);
        inner.pause();
        if (state == State.OPEN) {
            client.connect(target, "127.0.0.1").onFailure(e -> inner.close()).onSuccess(outer -> {
                remember(outer);
                inner.pipeTo(outer);
                outer.pipeTo(inner);
                inner.closeHandler(v -> leave(inner, outer));
                outer.closeHandler(v -> leave(inner, outer));
            });
        }
    }

    private void remember(NetSocket socket) {
        open.add(socket);
        socket.closeHandler(v -> open.remove(socket));
    }

    private void leave(NetSocket inner, NetSocket outer) {
        open.remove(inner);
        open.remove(outer);
        inner.close();
        outer.close();
    }

    @Override
    public void close() {
        shut();
        Await.get(server.close());
        Await.get(client.close());
    }
}
