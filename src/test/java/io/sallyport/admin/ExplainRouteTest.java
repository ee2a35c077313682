package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.sallyport.docs.Page;
import io.sallyport.e2e.Await;
import io.sallyport.snapshot.DryRun;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.source.SourceInfo;
import io.sallyport.source.Status;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainRouteTest {

    private static final String QUESTION = "?request=" + encoded("GET http://shop.example.com/reviews");

    private final Vertx vertx = Vertx.vertx();
    private final GatewayState state = new GatewayState();
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

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
        HttpResponse<String> answer =
                ask("GET", QUESTION + "&header=" + encoded("x-canary: always")).join();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.body()).contains("answer      from app, by all/canary ");
    }

    @Test
    void answersTheCommandThatThePageShows() {
        String command = Page.of(Path.of("docs", "tools.md")).commands().stream()
                .filter(line -> line.startsWith("curl -sG localhost:9000/explain "))
                .findFirst()
                .orElseThrow();
        String query = Pattern.compile("--data-urlencode '(\\w+)=([^']*)'")
                .matcher(command)
                .results()
                .map(part -> part.group(1) + "=" + encoded(part.group(2)))
                .collect(Collectors.joining("&", "?", ""));

        assertThat(ask("GET", query).join().body())
                .contains("GET https://shop.example.com/reviews/7", "answer      404 NO_ROUTE");
        assertThat(ask("GET", query.replace("https", "http")).join().body())
                .contains("answer      from app, by all/canary ");
    }

    @Test
    void answersPrograms() {
        HttpResponse<String> answer = ask("GET", QUESTION + "&output=json").join();

        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(404);
    }

    @Test
    void goesOnAfterAQueryThatCannotBeDecoded() {
        int status = Await.get(vertx.createHttpClient()
                .request(HttpMethod.GET, port, "127.0.0.1", "/explain?request=%zz")
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode));
        assertThat(status).isEqualTo(400);
        assertThat(ask("GET", QUESTION).join().statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        assertThat(ask("GET", "").join().statusCode()).isEqualTo(400);
        assertThat(ask("GET", "?request=x").join().body()).contains("a method and a URL");
        runs(Snapshot::none);
        assertThat(ask("GET", QUESTION).join().body()).isEqualTo("no document is in force\n");
    }

    @Test
    void onlyReads() {
        HttpResponse<String> answer = ask("POST", QUESTION).join();

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("GET");
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
        CompletableFuture<HttpResponse<String>> first = ask("GET", QUESTION);
        await(begun);

        HttpResponse<String> second = ask("GET", QUESTION).join();
        goOn.countDown();

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("retry-after")).contains("1");
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(ask("GET", QUESTION).join().statusCode()).isEqualTo(200);
    }

    /** Vert.x' own client may lose a body that comes before its handler, asked from a thread like a test's. */
    private CompletableFuture<HttpResponse<String>> ask(String method, String query) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/explain" + query);
        return client.sendAsync(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
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
