package io.sallyport.e2e;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;

/** Sends requests to a gateway on loopback under any host name. */
public final class Exchanges {

    private final HttpClient client;
    private final int port;
    private final String host;

    /** @param host sent as SNI and as Host */
    public Exchanges(HttpClient client, int port, String host) {
        this.client = client;
        this.port = port;
        this.host = host;
    }

    /** An answer, whole. */
    public record Answer(int status, MultiMap headers, Buffer body, MultiMap trailers) {

        public String text() {
            return body.toString();
        }
    }

    /** A request to a gateway on loopback under this host name. */
    public static RequestOptions options(int port, String host, HttpMethod method, String path) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .setHost(host)
                .setPort(port)
                .setMethod(method)
                .setURI(path);
    }

    public Answer get(String path) {
        return Await.get(send(HttpMethod.GET, path, request -> {}, null));
    }

    public Answer get(String path, Consumer<HttpClientRequest> change) {
        return Await.get(send(HttpMethod.GET, path, change, null));
    }

    public Answer post(String path, String body) {
        return Await.get(send(HttpMethod.POST, path, request -> {}, Buffer.buffer(body)));
    }

    public Future<Answer> send(
            HttpMethod method,
            String path,
            Consumer<HttpClientRequest> change,
            @org.jspecify.annotations.Nullable Buffer body) {
        return client.request(options(port, host, method, path)).compose(request -> {
            change.accept(request);
            Future<Answer> answer = request.response().compose(response -> response.body()
                    .map(all -> new Answer(response.statusCode(), response.headers(), all, response.trailers())));
            Future<Void> sent = body == null ? request.end() : request.end(body);
            return sent.compose(v -> answer, failure -> answer);
        });
    }
}
