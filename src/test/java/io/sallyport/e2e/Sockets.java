package io.sallyport.e2e;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.impl.WebSocketInternal;
import io.vertx.core.net.PemTrustOptions;
import java.util.function.Consumer;

/** Opens WebSockets through a gateway on loopback, over TLS. */
final class Sockets {

    private final WebSocketClient client;
    private final GatewayRig rig;

    Sockets(GatewayRig rig) {
        this(rig, options(rig));
    }

    Sockets(GatewayRig rig, WebSocketClientOptions options) {
        this.rig = rig;
        this.client = rig.vertx().createWebSocketClient(options);
    }

    static WebSocketClientOptions options(GatewayRig rig) {
        return new WebSocketClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setMaxConnections(2_000)
                .setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(rig.ca().pem())));
    }

    WebSocket open(String path) {
        return open(path, options -> {});
    }

    WebSocket open(String path, Consumer<WebSocketConnectOptions> change) {
        return Await.get(opening(path, change));
    }

    Future<WebSocket> opening(String path, Consumer<WebSocketConnectOptions> change) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(rig.port())
                .addHeader("host", "shop.example.com")
                .setURI(path);
        change.accept(options);
        return client.connect(options);
    }

    /** Ends the connection without a word. */
    static void kill(WebSocketBase socket) {
        ((WebSocketInternal) socket).channelHandlerContext().channel().close();
    }
}
