package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A canary gets its share, its testers, and keeps its users. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryTest {

    private static final int REQUESTS = 10_000;
    private static final int AT_A_TIME = 50;

    private GatewayRig rig;
    private TestBackend stable;
    private TestBackend canary;
    private Exchanges client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        stable = rig.backend(request -> TestBackend.answer(request, "stable"));
        canary = rig.backend(request -> TestBackend.answer(request, "canary"));
        rig.start(document(10));
        client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private String document(int weight) {
        String split =
                "backendRefs: [{name: stable, weight: %d}, {name: canary, weight: %d}]".formatted(100 - weight, weight);
        return rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("stable", stable)
                + rig.mutualTlsBackend("canary", canary)
                + """
                routes:
                  - name: all
                    rules:
                      - name: testers
                        matches: [{headers: [{name: x-canary, value: always}]}]
                        backendRefs: [{name: canary}]
                      - {name: weights, %s}
                      - {name: header, matches: [{path: {value: /header}}], sticky: {header: x-user}, %s}
                      - name: cookie
                        matches: [{path: {value: /cookie}}]
                        sticky: {cookie: {name: side, ttl: 1h, issue: true}}
                        %s
                """.formatted(split, split, split);
    }

    private List<Exchanges.Answer> ask(
            int count, String path, java.util.function.IntFunction<Consumer<HttpClientRequest>> change) {
        List<Exchanges.Answer> answers = new ArrayList<>();
        for (int i = 0; i < count; i += AT_A_TIME) {
            List<Future<Exchanges.Answer>> some = new ArrayList<>();
            for (int j = i; j < Math.min(count, i + AT_A_TIME); j++) {
                some.add(client.send(HttpMethod.GET, path, change.apply(j), null));
            }
            answers.addAll(Await.get(Future.all(some)).list());
        }
        return answers;
    }

    private Map<Integer, String> sides(int users) {
        Map<Integer, String> sides = new HashMap<>();
        List<Exchanges.Answer> answers =
                ask(users, "/header", user -> request -> request.putHeader("x-user", "user-" + user));
        for (int user = 0; user < users; user++) {
            sides.put(user, answers.get(user).text());
        }
        return sides;
    }

    /** The interval: 1,000 expected, 30 the standard deviation, 3.29 of them for 99.9 %. */
    @Test
    void givesTheCanaryItsShare() {
        rig.document(document(10));
        long before = rig.counted("rule=\"weights\"", "backend=\"canary\"");

        ask(REQUESTS, "/", i -> request -> {});

        rig.quiet();
        assertThat(rig.counted("rule=\"weights\"", "backend=\"canary\"") - before)
                .isBetween(1_000L - 99, 1_000L + 99);
        assertThat(rig.counted("rule=\"weights\"", "code=\"200\"")).isEqualTo(REQUESTS);
    }

    @Test
    void sendsTestersToTheCanaryWhateverTheWeight() {
        assertThat(ask(100, "/", i -> request -> request.putHeader("x-canary", "always")))
                .extracting(Exchanges.Answer::text)
                .containsOnly("canary");
    }

    @Test
    void keepsUsersOnTheirSideWhileTheCanaryGrowsAndReturnsThemOnlyWhenItSinks() {
        rig.document(document(10));
        Map<Integer, String> atTen = sides(400);
        rig.document(document(50));
        Map<Integer, String> atFifty = sides(400);

        assertThat(atTen).containsValue("canary");
        atTen.forEach((user, side) -> {
            if (side.equals("canary")) {
                assertThat(atFifty.get(user)).isEqualTo("canary");
            }
        });
        assertThat(atFifty.values().stream().filter("canary"::equals).count()).isBetween(150L, 250L);
        rig.document(document(10));
        assertThat(sides(400)).isEqualTo(atTen);
    }

    @Test
    void issuesACookieOnceAndKeepsTheUser() {
        rig.document(document(50));
        for (Exchanges.Answer first : ask(20, "/cookie", i -> request -> request.putHeader("cookie", "theme=dark"))) {
            String issued = java.util.Objects.requireNonNullElse(first.headers().get("set-cookie"), "");
            assertThat(issued).startsWith("side=").contains("Max-Age=3600", "Secure", "HttpOnly");
            String pair = issued.substring(0, issued.indexOf(';'));

            List<Exchanges.Answer> later =
                    ask(5, "/cookie", i -> request -> request.putHeader("cookie", "theme=dark; " + pair));

            assertThat(later).extracting(Exchanges.Answer::text).containsOnly(first.text());
            assertThat(later).noneMatch(answer -> answer.headers().contains("set-cookie"));
        }
        rig.document(document(10));
    }
}
