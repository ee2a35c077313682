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
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final boolean tls;

    private TestBackend(HttpServer server, boolean tls, Handler<HttpServerRequest> handler) {
        this.tls = tls;
        this.server = server.requestHandler(request -> {
            requests.incrementAndGet();
            handler.handle(request);
        });
        server.connectionHandler(connection -> {
            connections.incrementAndGet();
            open.incrementAndGet();
            connection.closeHandler(v -> open.decrementAndGet());
        });
        Await.get(server.listen());
    }

    /** HTTPS that refuses clients without a certificate of the CA; HTTP/2 and HTTP/1.1. */
    static TestBackend mutualTls(Vertx vertx, Issued own, String clientCa, Handler<HttpServerRequest> handler) {
        return mutualTls(vertx, own, clientCa, List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1), handler);
    }

    static TestBackend mutualTls(
            Vertx vertx, Issued own, String clientCa, List<HttpVersion> versions, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = tlsOptions(own, versions.toArray(new HttpVersion[0]));
        return tls(vertx, demanding(options, clientCa), handler);
    }

    /** These options with client certificates of this CA demanded. */
    static HttpServerOptions demanding(HttpServerOptions options, String clientCa) {
        return options.setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(clientCa)));
    }

    /** HTTPS as these options say. */
    static TestBackend tls(Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> handler) {
        return new TestBackend(vertx.createHttpServer(options), true, handler);
    }

    /** HTTPS with this certificate, on a free port; clients need none. */
    static HttpServerOptions tlsOptions(Issued own, HttpVersion... versions) {
        return options()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(versions))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(own.certificatePem()))
                        .addKeyValue(Buffer.buffer(own.keyPem())));
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

    /** How many connections have been opened so far. */
    int connections() {
        return connections.get();
    }

    /** How many of them are open. */
    int open() {
        return open.get();
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        Await.get(server.close());
    }

    /** The path from its last slash on. */
    static String lastPart(HttpServerRequest request) {
        String path = Objects.requireNonNull(request.path());
        return path.substring(path.lastIndexOf('/'));
    }

    public static void answer(HttpServerRequest request, @Nullable String text) {
        request.response().end(Objects.requireNonNullElse(text, ""));
    }
}
