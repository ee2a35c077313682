package io.sallyport.e2e;

import io.sallyport.cli.Issued;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A backend on loopback, on a free port. */
public final class TestBackend implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final boolean tls;

    private TestBackend(HttpServer server, boolean tls, Handler<HttpServerRequest> handler) {
        this.tls = tls;
        this.server = server.requestHandler(request -> {
            requests.incrementAndGet();
            handler.handle(request);
        });
        Await.get(server.listen());
    }

    /** HTTPS that refuses clients without a certificate of the CA; HTTP/2 and HTTP/1.1. */
    static TestBackend mutualTls(Vertx vertx, Issued own, String clientCa, Handler<HttpServerRequest> handler) {
        return mutualTls(vertx, own, clientCa, List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1), handler);
    }

    static TestBackend mutualTls(
            Vertx vertx, Issued own, String clientCa, List<HttpVersion> versions, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = options()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(versions)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(own.certificatePem()))
                        .addKeyValue(Buffer.buffer(own.keyPem())))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(clientCa)));
        return new TestBackend(vertx.createHttpServer(options), true, handler);
    }

    static TestBackend plain(Vertx vertx, Handler<HttpServerRequest> handler) {
        return new TestBackend(vertx.createHttpServer(options()), false, handler);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions().setHost("127.0.0.1").setPort(0).setIdleTimeout(0);
    }

    int port() {
        return server.actualPort();
    }

    /** As the document names it. */
    String url() {
        return (tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + port();
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        Await.get(server.close());
    }

    static void answer(HttpServerRequest request, @Nullable String text) {
        request.response().end(Objects.requireNonNullElse(text, ""));
    }
}
