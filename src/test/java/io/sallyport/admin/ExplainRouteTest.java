package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.sallyport.e2e.Await;
import io.sallyport.snapshot.DryRun;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.source.SourceInfo;
import io.sallyport.source.Status;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainRouteTest {

    private static final String QUESTION = "?request=" + encoded("GET http://shop.example.com/reviews");

    private final Vertx vertx = Vertx.vertx();
    private final GatewayState state = new GatewayState();
    private final HttpClient client = vertx.createHttpClient();
    private int port;

    private record Answer(HttpClientResponse head, String body) {}

    @BeforeEach
    void listen() {
        Router router = Router.router(vertx);
        new ExplainRoute(state, vertx).register(() -> router);
        HttpServer server =
                Await.get(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        port = server.actualPort();
        Snapshot snapshot = DryRun.of(document(), null);
        runs(() -> snapshot);
    }

    @AfterEach
    void close() {
        Await.get(vertx.close());
    }

    @Test
    void explainsByTheSnapshotInForce() {
        Answer answer = Await.get(ask(HttpMethod.GET, QUESTION + "&header=" + encoded("x-canary: always")));

        assertThat(answer.head().statusCode()).isEqualTo(200);
        assertThat(answer.head().getHeader("cache-control")).isEqualTo("no-store");
        assertThat(answer.body()).contains("answer      from app, by all/canary ");
    }

    @Test
    void answersPrograms() {
        Answer answer = Await.get(ask(HttpMethod.GET, QUESTION + "&output=json"));

        assertThat(answer.head().getHeader("content-type")).isEqualTo("application/json");
        assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(404);
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        assertThat(Await.get(ask(HttpMethod.GET, "")).head().statusCode()).isEqualTo(400);
        assertThat(Await.get(ask(HttpMethod.GET, "?request=x")).body()).contains("a method and a URL");
        runs(Snapshot::none);
        assertThat(Await.get(ask(HttpMethod.GET, QUESTION)).body()).isEqualTo("no document is in force\n");
    }

    @Test
    void onlyReads() {
        Answer answer = Await.get(ask(HttpMethod.POST, QUESTION));

        assertThat(answer.head().statusCode()).isEqualTo(405);
        assertThat(answer.head().getHeader("allow")).isEqualTo("GET");
    }

    @Test
    void explainsOneRequestAtATime() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Snapshot snapshot = DryRun.of(document(), null);
        runs(() -> {
            begun.countDown();
            await(goOn);
            return snapshot;
        });
        Future<Answer> first = ask(HttpMethod.GET, QUESTION);
        await(begun);

        Answer second = Await.get(ask(HttpMethod.GET, QUESTION));
        goOn.countDown();

        assertThat(second.head().statusCode()).isEqualTo(503);
        assertThat(second.head().getHeader("retry-after")).isEqualTo("1");
        assertThat(Await.get(first).head().statusCode()).isEqualTo(200);
        assertThat(Await.get(ask(HttpMethod.GET, QUESTION)).head().statusCode()).isEqualTo(200);
    }

    private Future<Answer> ask(HttpMethod method, String query) {
        return client.request(method, port, "127.0.0.1", "/explain" + query)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> new Answer(response, body.toString())));
    }

    private void runs(Supplier<Snapshot> snapshot) {
        Status status =
                new Status(null, null, new SourceInfo("file", "gateway.yaml"), null, null, List.of(), null, false);
        state.runs(new GatewayState.Running(() -> status, snapshot, false));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static GatewayDocument document() {
        String text = """
                listeners: [{name: web, port: 8080, protocol: HTTP}]
                backends: [{name: app, endpoints: ["http://app:8080"]}]
                routes:
                  - name: all
                    rules:
                      - name: canary
                        matches: [{headers: [{name: x-canary, value: always}]}]
                        backendRefs: [{name: app}]
                """;
        ParseResult result = new SpecParser().parse(text.getBytes(StandardCharsets.UTF_8), 1 << 20);
        return ((ParseResult.Parsed) result).document();
    }
}
