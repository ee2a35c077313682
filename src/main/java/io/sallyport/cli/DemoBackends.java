package io.sallyport.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.concurrent.TimeUnit;

/** Two small backends on loopback that refuse clients without a certificate of the demo's CA. */
final class DemoBackends implements AutoCloseable {

    private static final long START_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final int v1;
    private final int v2;

    /** Starts both on free ports. */
    DemoBackends(DemoFiles files) throws Exception {
        v1 = start(files, "v1");
        v2 = start(files, "v2");
    }

    int v1() {
        return v1;
    }

    int v2() {
        return v2;
    }

    private int start(DemoFiles files, String version) throws Exception {
        Issued own = files.backendCertificate();
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setUseAlpn(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(own.certificatePem()))
                        .addKeyValue(Buffer.buffer(own.keyPem())))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(files.caPem())));
        Future<HttpServer> server = vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end("reviews-" + version + '\n'))
                .listen();
        return server.toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS)
                .actualPort();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
