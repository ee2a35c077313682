package io.sallyport.monitoring;

import io.sallyport.e2e.Await;
import io.sallyport.e2e.Exchanges;
import io.sallyport.e2e.GatewayRig;
import io.sallyport.e2e.TestBackend;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.AtomicInteger;

/** A canary beside its stable side, a dead backend, and every kind of trouble that the dashboard shows. */
final class ObservedTraffic {

    private static final String HOST = "shop.example.com";

    private final GatewayRig rig;
    private final TestBackend stable;
    private final TestBackend canary;
    private final HttpClient client;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile Promise<Void> held = Promise.promise();

    ObservedTraffic(GatewayRig rig) {
        this.rig = rig;
        this.stable = rig.backend(this::serve);
        this.canary = rig.backend(request -> request.response()
                .setStatusCode(turns.incrementAndGet() % 3 == 0 ? 500 : 200)
                .end("canary"));
        this.client = rig.client(HttpVersion.HTTP_2);
    }

    private void serve(HttpServerRequest request) {
        if ("/held".equals(request.path())) {
            held.tryComplete();
        } else {
            request.response().end("stable");
        }
    }

    /** Half the traffic goes to the canary; what is dead is asked twice. */
    String document() {
        return rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("stable", stable)
                + rig.mutualTlsBackend("canary", canary)
                + """
                  - name: dead
                    endpoints: [http://127.0.0.1:%d]
                routes:
                  - name: reviews
                    hostnames: [%s]
                    rules:
                      - name: half
                        backendRefs: [{name: stable}, {name: canary}]
                      - name: held
                        matches: [{path: {value: /held}}]
                        backendRefs: [{name: stable}]
                      - name: dead
                        matches: [{path: {value: /dead}}]
                        backendRefs: [{name: dead}]
                        retry: {attempts: 1, backoff: 1ms}
                """.formatted(GatewayRig.freePort(), HOST);
    }

    /** Some requests of each kind; each has ended on return. */
    void round() {
        Exchanges shop = new Exchanges(client, rig.port(), HOST);
        for (int i = 0; i < 6; i++) {
            shop.get("/reviews/" + i);
        }
        shop.get("/dead");
        new Exchanges(client, rig.port(), "other.example.com").get("/");
        leave();
    }

    /** A client that leaves before its answer. */
    private void leave() {
        held = Promise.promise();
        HttpClientRequest request =
                Await.get(client.request(Exchanges.options(rig.port(), HOST, HttpMethod.GET, "/held")));
        Future<?> answer = request.send();
        Await.get(held.future());
        request.reset();
        Await.failed(answer);
    }
}
