package io.sallyport.tls;

import io.sallyport.access.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A Vert.x server on loopback that answers with {@code principal|sni}. */
final class TestServer implements AutoCloseable {

    private final SwappableSslContext context;
    private final HttpServer server;

    TestServer(Vertx vertx, TlsEngine engine, ServerTls tls) {
        context = new SwappableSslContext(new TlsContexts(engine).server(tls));
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setUseAlpn(true)
                .setSslEngineOptions(new FixedContext(context))
                .setKeyCertOptions(new NoKeys());
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end(describe(request)))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static String describe(HttpServerRequest request) {
        SSLSession session = request.sslSession();
        Principal principal = PeerIdentity.of(session);
        @Nullable String sni = PeerIdentity.sni(session);
        return (principal == null ? "nobody" : principal.name()) + "|" + (sni == null ? "none" : sni);
    }

    int port() {
        return server.actualPort();
    }

    SwappableSslContext context() {
        return context;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
