package io.sallyport.e2e;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Constant traffic until it is stopped: one request after the other on each of its connections. */
public final class Load {

    private static final Buffer BODY = Buffer.buffer("x".repeat(2_000));

    private final Vertx vertx;
    private final int port;
    private final AtomicLong good = new AtomicLong();
    private final AtomicLong turns = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Future<Void>> users = new ArrayList<>();
    private volatile boolean stopped;

    Load(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** Clients that keep one connection each. */
    Load kept(int count, HttpClientOptions options) {
        for (int i = 0; i < count; i++) {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions(options).setMaxPoolSize(1));
            start(() -> once(client, options.getProtocolVersion() + " kept"));
        }
        return this;
    }

    /** Clients that open a connection for each request. */
    Load fresh(int count, HttpClientOptions options) {
        for (int i = 0; i < count; i++) {
            start(() -> {
                HttpClient client = vertx.createHttpClient(options);
                return once(client, options.getProtocolVersion() + " fresh").compose(v -> client.close());
            });
        }
        return this;
    }

    private void start(Supplier<Future<Void>> turn) {
        Promise<Void> done = Promise.promise();
        users.add(done.future());
        next(turn, done);
    }

    private void next(Supplier<Future<Void>> turn, Promise<Void> done) {
        if (stopped) {
            done.complete();
        } else {
            turn.get().onComplete(v -> vertx.runOnContext(w -> next(turn, done)));
        }
    }

    private Future<Void> once(HttpClient client, String who) {
        boolean post = turns.incrementAndGet() % 3 == 0;
        Exchanges exchanges = new Exchanges(client, port, "shop.example.com");
        return exchanges
                .send(post ? HttpMethod.POST : HttpMethod.GET, "/load", request -> {}, post ? BODY : null)
                .transform(answer -> {
                    if (answer.succeeded() && answer.result().status() == 200) {
                        good.incrementAndGet();
                    } else {
                        failures.add(who
                                + (post ? " POST: " : " GET: ")
                                + (answer.succeeded()
                                        ? answer.result().status() + " "
                                                + answer.result().headers()
                                        : answer.cause().toString()));
                    }
                    return Future.succeededFuture();
                });
    }

    /** What has failed so far. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    public long good() {
        return good.get();
    }

    /** Lets what is under way end. */
    public void stop() {
        stopped = true;
        users.forEach(Await::get);
    }

    /** All four kinds of clients. */
    public static Load everyKind(GatewayRig rig) {
        Load load = new Load(rig.vertx(), rig.port());
        for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
            load.kept(2, rig.clientOptions(version));
            load.fresh(1, rig.clientOptions(version));
        }
        return load;
    }
}
