package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Violation;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.ExplanationText;
import io.sallyport.explain.Question;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a session meet the endpoint that they met before (GEP-1619). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionPersistenceTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final int CLIENTS = 400;

    private GatewayRig rig;
    private Exchanges client;
    private final List<TestBackend> stable = new ArrayList<>();
    private final List<TestBackend> canary = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        key("current", KEY);
        for (int i = 0; i < 3; i++) {
            stable.add(backend("stable-" + i));
            canary.add(backend("canary-" + i));
        }
        rig.start(document(10));
        client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private TestBackend backend(String name) {
        return rig.backend(request -> TestBackend.answer(request, name));
    }

    private void key(String name, String content) {
        try {
            Path fresh = Files.writeString(rig.secrets().resolve(name + ".new"), content);
            Files.move(fresh, rig.secrets().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String document(int weight) {
        return document(rig, List.of("current"), stable, weight);
    }

    /** @param keys files; {@code weight} is the canary's of 100 */
    private String document(GatewayRig on, List<String> keys, List<TestBackend> ofStable, int weight) {
        String split =
                "backendRefs: [{name: stable, weight: %d}, {name: canary, weight: %d}]".formatted(100 - weight, weight);
        return on.httpsListener()
                + "sessions: {keyFiles: " + keys + "}\n"
                + "backends:\n"
                + on.mutualTlsBackend("stable", ofStable.toArray(new TestBackend[0]))
                + on.mutualTlsBackend("canary", canary.toArray(new TestBackend[0]))
                + """
                routes:
                  - name: all
                    rules:
                      - {name: cart, matches: [{path: {value: /cart}}, {path: {value: /shop}}], sessionPersistence: {sessionName: cart}, %s}
                      - {name: other, matches: [{path: {value: /other}}], sessionPersistence: {sessionName: cart}, %s}
                      - name: permanent
                        matches: [{path: {type: RegularExpression, value: "/p1/p2/[a-z]+/p3"}}]
                        sessionPersistence:
                          {absoluteTimeout: 1h, idleTimeout: 10m, cookieConfig: {lifetimeType: Permanent}}
                        %s
                      - {name: header, matches: [{path: {value: /header}}], sessionPersistence: {type: Header, sessionName: X-Cart}, %s}
                """.formatted(split, split, split, split);
    }

    /** Answers to this many clients without a token. */
    private List<Exchanges.Answer> begin(int clients, String path) {
        return ask(java.util.Collections.nCopies(clients, request -> {}), path);
    }

    private List<Exchanges.Answer> ask(List<Consumer<HttpClientRequest>> requests, String path) {
        List<Exchanges.Answer> answers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i += 50) {
            List<Future<Exchanges.Answer>> some = requests.subList(i, Math.min(requests.size(), i + 50)).stream()
                    .map(change -> client.send(HttpMethod.GET, path, change, null))
                    .toList();
            answers.addAll(Await.get(Future.all(some)).list());
        }
        return answers;
    }

    private static String pair(Exchanges.Answer answer) {
        String issued = Objects.requireNonNull(answer.headers().get("set-cookie"), "no cookie");
        return issued.substring(0, issued.indexOf(';'));
    }

    private Exchanges.Answer with(String cookie, String path) {
        return client.get(path, request -> request.putHeader("cookie", cookie));
    }

    private static @Nullable String issued(Exchanges.Answer answer) {
        return answer.headers().get("set-cookie");
    }

    /** 99.9 % of draws: 40 expected, 6 the standard deviation, 3.29 of them. */
    @Test
    void dividesNewSessionsByWeightAndKeepsEachThroughReloadsOnItsEndpoint() {
        rig.document(document(10));
        Map<String, String> endpoints = new LinkedHashMap<>();
        for (Exchanges.Answer answer : begin(CLIENTS, "/cart/7")) {
            String before = endpoints.put(pair(answer), answer.text());
            assertThat(before).isIn(null, answer.text());
        }
        List<Exchanges.Answer> canaries = begin(CLIENTS, "/cart").stream()
                .filter(answer -> answer.text().startsWith("canary"))
                .toList();
        assertThat(canaries).hasSizeBetween(20, 60);
        assertThat(Set.copyOf(endpoints.values())).hasSizeGreaterThan(3);

        for (int weight : new int[] {90, 1, 10}) {
            rig.document(document(weight) + "# " + weight + "\n");
            endpoints.forEach((cookie, endpoint) -> {
                Exchanges.Answer answer = with("theme=dark; " + cookie, "/cart");
                assertThat(answer.text()).isEqualTo(endpoint);
                assertThat(issued(answer)).isNull();
            });
        }
    }

    @Test
    void writesACookieThatBelongsToTheMatchedPath() {
        assertThat(issued(client.get("/shop/1")))
                .matches("cart=[-_A-Za-z0-9]{32}; Path=/shop; Secure; HttpOnly; SameSite=Lax");
        assertThat(issued(client.get("/p1/p2/x/p3")))
                .matches("session-[0-9a-f]{8}=[-_A-Za-z0-9]{78}; Path=/p1/p2; Secure; HttpOnly; SameSite=Lax;"
                        + " Max-Age=3600");
    }

    @Test
    void keepsASessionThatHasTimes() {
        Exchanges.Answer first = client.get("/p1/p2/x/p3");

        Exchanges.Answer next = with(pair(first), "/p1/p2/y/p3");

        assertThat(next.text()).isEqualTo(first.text());
        assertThat(issued(next)).isNull();
    }

    @Test
    void carriesTheTokenInAHeaderIfTheRuleSaysSo() {
        Exchanges.Answer first = client.get("/header");
        String token = Objects.requireNonNull(first.headers().get("x-cart"));

        for (int i = 0; i < 6; i++) {
            Exchanges.Answer next = client.get("/header", request -> request.putHeader("X-Cart", token));
            assertThat(next.text()).isEqualTo(first.text());
            assertThat(next.headers().contains("x-cart")).isFalse();
        }
        assertThat(issued(first)).isNull();
    }

    @Test
    void beginsANewSessionForATokenThatIsForgedOrAnotherRules() {
        String token = pair(client.get("/cart")).substring("cart=".length());
        String cut = token.substring(0, 31);
        String forged = token.substring(0, 15) + (token.charAt(15) == 'A' ? 'B' : 'A') + token.substring(16);
        for (String wrong : List.of(forged, cut, token + "A", "127.0.0.1:1", "a".repeat(78), "é".repeat(32))) {
            assertThat(issued(with("cart=" + wrong, "/cart"))).as(wrong).isNotNull();
        }
        assertThat(issued(with("cart=" + token, "/other"))).startsWith("cart=").doesNotContain(token);
        assertThat(issued(with("cart=" + forged + "; cart=" + token, "/cart"))).isNull();
    }

    @Test
    void leavesABackendOfWeightZero() {
        rig.document(document(100) + "# all\n");
        String onCanary = pair(client.get("/cart"));
        rig.document(document(0) + "# none\n");

        Exchanges.Answer answer = with(onCanary, "/cart");

        assertThat(answer.text()).startsWith("stable");
        assertThat(pair(answer)).isNotEqualTo(onCanary);
        rig.document(document(10) + "# again\n");
        assertThat(with(onCanary, "/cart").text()).startsWith("canary");
    }

    @Test
    void goesOnAtAnotherEndpointOfTheBackendIfItsOwnIsGone() {
        rig.document(document(0) + "# stable only\n");
        Map<String, String> cookies = begin(12, "/cart").stream()
                .collect(Collectors.toMap(Exchanges.Answer::text, SessionPersistenceTest::pair, (a, b) -> a));
        String gone = Objects.requireNonNull(cookies.get("stable-0"));
        String kept = Objects.requireNonNull(cookies.get("stable-1"));
        rig.document(document(rig, List.of("current"), stable.subList(1, 3), 99) + "# less\n");

        Exchanges.Answer moved = with(gone, "/cart");

        assertThat(moved.text()).isIn("stable-1", "stable-2");
        Exchanges.Answer next = with(pair(moved), "/cart");
        assertThat(next.text()).isEqualTo(moved.text());
        assertThat(issued(next)).isNull();
        assertThat(with(kept, "/cart").text()).isEqualTo("stable-1");
        rig.document(document(10) + "# as before\n");
    }

    @Test
    void leavesAnEndpointThatCannotBeReachedWithoutARetryRule() {
        TestBackend dying = backend("dying");
        List<TestBackend> two = List.of(dying, stable.get(0));
        String document = document(rig, List.of("current"), two, 0) + "# two\n";
        rig.document(document);
        String cookie = begin(8, "/cart").stream()
                .filter(answer -> answer.text().equals("dying"))
                .map(SessionPersistenceTest::pair)
                .findFirst()
                .orElseThrow();
        dying.close();

        Exchanges.Answer moved = with(cookie, "/cart");

        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.text()).isEqualTo("stable-0");
        assertThat(issued(with(pair(moved), "/cart"))).isNull();
        rig.document(document(10) + "# both\n");
    }

    @Test
    void aRotatedKeyKeepsSessionsAndGivesThemANewToken() {
        key("previous", KEY);
        key("next", "x".repeat(40));
        Exchanges.Answer first = client.get("/cart");
        String old = pair(first);
        rig.document(document(rig, List.of("next", "previous"), stable, 10));

        Exchanges.Answer renewed = with(old, "/cart");

        assertThat(renewed.text()).isEqualTo(first.text());
        assertThat(pair(renewed)).isNotEqualTo(old);
        assertThat(with(pair(renewed), "/cart").text()).isEqualTo(first.text());
        rig.document(document(rig, List.of("next"), stable, 10));
        assertThat(issued(with(pair(renewed), "/cart"))).isNull();
        assertThat(issued(with(old, "/cart"))).isNotNull();
        rig.document(document(10) + "# first key\n");
    }

    @Test
    void takesAChangedKeyFileAndKeepsTheOldOneWhenItIsUnfit() {
        key("rotated", KEY);
        rig.document(document(rig, List.of("rotated"), stable, 10));
        String cookie = pair(client.get("/cart"));

        key("rotated", "short");
        Await.until("a warning", () -> rig.status().warnings().stream()
                .anyMatch(warning -> warning.field().equals("sessions.keyFiles[0]")));
        assertThat(issued(with(cookie, "/cart"))).isNull();

        key("rotated", "y".repeat(32));
        Await.until("the new key", () -> issued(with(cookie, "/cart")) != null);
        rig.document(document(10) + "# key that stays\n");
    }

    @Test
    void refusesADocumentWhoseKeyIsShortPemOrMissing() {
        key("short", "a".repeat(31));
        key("pem", rig.ca().pem());
        List<Violation> violations = Objects.requireNonNull(
                        rig.refused(document(rig, List.of("short", "pem", "absent"), stable, 10))
                                .refused())
                .violations();

        assertThat(violations)
                .extracting(Violation::message)
                .containsExactly(
                        "sessions.keyFiles[0]: found file short holds less than 32 bytes, allowed: a file below the"
                                + " secrets directory with 32 random bytes or more",
                        "sessions.keyFiles[1]: found file pem holds PEM, not random bytes, allowed: a file below the"
                                + " secrets directory with 32 random bytes or more",
                        "sessions.keyFiles[2]: found file absent is missing, allowed: a file below the secrets"
                                + " directory with 32 random bytes or more");
        rig.document(document(10) + "# right\n");
    }

    @Test
    void explainNamesTheSessionsEndpoint() {
        Exchanges.Answer first = client.get("/cart");
        Question question = Question.of("GET https://shop.example.com/cart", List.of("cookie: " + pair(first)));

        String told = ExplanationText.of(Explainer.explain(rig.gateway().snapshot(), question));

        String side = first.text().substring(0, 6);
        List<TestBackend> backends = side.equals("stable") ? stable : canary;
        int port = backends.get(first.text().charAt(7) - '0').port();
        assertThat(told)
                .contains("session     by cookie cart: goes on at " + side + ", 127.0.0.1:" + port + "\n")
                .contains("answer      from " + side + ", by all/cart");
    }

    @Test
    void followsTheAddressesOfAName(@TempDir Path directory) throws Exception {
        try (GatewayRig other = new GatewayRig(directory);
                DnsServer dns = new DnsServer()) {
            TestBackend first = other.plainBackend(SessionPersistenceTest::address);
            Await.get(other.vertx()
                    .createHttpServer()
                    .requestHandler(SessionPersistenceTest::address)
                    .listen(first.port(), "127.0.0.2"));
            Files.writeString(other.secrets().resolve("current"), KEY);
            dns.answer("app.test", 1, "127.0.0.1", "127.0.0.2");
            other.nameServer(dns.address())
                    .start("sessions: {keyFiles: [current]}\n"
                            + other.plainDocumentWith("sessionPersistence: {}", "http://app.test:" + first.port()));
            Exchanges there = new Exchanges(other.client(HttpVersion.HTTP_1_1), other.port(), "shop.example.com");
            String second = Await.get(Future.all(
                            there.send(HttpMethod.GET, "/", request -> {}, null),
                            there.send(HttpMethod.GET, "/", request -> {}, null),
                            there.send(HttpMethod.GET, "/", request -> {}, null),
                            there.send(HttpMethod.GET, "/", request -> {}, null)))
                    .<Exchanges.Answer>list()
                    .stream()
                    .filter(answer -> answer.text().equals("127.0.0.2"))
                    .map(SessionPersistenceTest::pair)
                    .findFirst()
                    .orElseThrow();

            dns.answer("app.test", 1, "127.0.0.1");
            Await.until("the address to go", () -> at(there, second).equals("127.0.0.1"));
            dns.answer("app.test", 1, "127.0.0.1", "127.0.0.2");
            Await.until("the address to come back", () -> at(there, second).equals("127.0.0.2"));
        }
    }

    private static void address(HttpServerRequest request) {
        TestBackend.answer(request, request.localAddress().hostAddress());
    }

    private static String at(Exchanges there, String cookie) {
        return there.get("/", request -> request.putHeader("cookie", cookie)).text();
    }

    @Test
    void twoGatewaysWithOneKeyAgree(@TempDir Path directory) throws Exception {
        Exchanges.Answer first = client.get("/cart");
        try (GatewayRig other = new GatewayRig(directory)) {
            for (String file : List.of("ca.crt", "gateway.crt", "gateway.key", "current")) {
                Files.copy(
                        rig.secrets().resolve(file),
                        other.secrets().resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            other.start(document(other, List.of("current"), stable, 10));
            Exchanges there = new Exchanges(other.client(HttpVersion.HTTP_1_1), other.port(), "shop.example.com");

            Exchanges.Answer next = there.get("/cart", request -> request.putHeader("cookie", pair(first)));

            assertThat(next.text()).isEqualTo(first.text());
            assertThat(issued(next)).isNull();
        }
    }
}
