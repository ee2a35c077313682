package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Question;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Header fields that carry trust: doubled, forged and nominated, from peers that are trusted and from others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustedHeadersTest {

    private static final List<String> FORGED = List.of(
            "X-Forwarded-For: 6.6.6.6",
            "X-Forwarded-For: 7.7.7.7",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: evil.example.com",
            "X-Forwarded-Port: 1",
            "X-Forwarded-Prefix: /admin",
            "Forwarded: for=6.6.6.6;proto=http",
            "X-Request-Id: forged",
            "X-Forwarded-Client-Cert: By=spiffe://admin",
            "X-SSL-Client-Verify: SUCCESS",
            "x-ssl-cert: MII",
            "X-Sallyport-Reason: none",
            "X-SALLYPORT-Principal: admin");

    private GatewayRig strangers;
    private GatewayRig friends;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        strangers = new GatewayRig(directory.resolve("a"));
        friends = new GatewayRig(directory.resolve("b")).trust(GatewayRig.LOOPBACK);
        for (GatewayRig rig : List.of(strangers, friends)) {
            TestBackend backend = rig.plainBackend(TrustedHeadersTest::serve);
            rig.start(rig.httpsListener() + "backends: [{name: app, endpoints: ['" + backend.url() + "']}]\n" + """
                    routes:
                      - name: all
                        rules:
                          - {name: any, backendRefs: [{name: app}]}
                          - {name: ours, matches: [{headers: [{name: x-sallyport-principal, value: admin}]}]}
                          - {name: cert, matches: [{headers: [{name: x-ssl-client-verify, value: SUCCESS}]}]}
                          - {name: host, matches: [{headers: [{name: x-forwarded-host, value: evil.example.com}]}]}
                          - {name: canary, matches: [{headers: [{name: x-canary, value: always}]}]}
                    """);
        }
    }

    @AfterAll
    void stop() throws Exception {
        strangers.close();
        friends.close();
    }

    private static void serve(HttpServerRequest request) {
        StringBuilder seen = new StringBuilder("\n");
        request.headers().forEach(header -> seen.append(header.getKey().toLowerCase(Locale.ROOT))
                .append(": ")
                .append(header.getValue())
                .append('\n'));
        request.response()
                .putHeader("connection", "x-internal, keep-alive")
                .putHeader("x-internal", "1")
                .putHeader("keep-alive", "timeout=5")
                .putHeader("proxy-authenticate", "Basic")
                .putHeader("x-sallyport-reason", "forged")
                .putHeader("x-kept", "1")
                .end(seen.toString());
    }

    @Test
    void explainTellsWhatABackendGets() throws Exception {
        List<String> headers = new ArrayList<>(FORGED);
        headers.addAll(List.of("Connection: x-hop", "X-Hop: 1", "Accept: text/html", "X-Other: 1", "TE: trailers"));
        Explanation told = Explainer.explain(
                strangers.gateway().snapshot(), Question.of("GET https://shop.example.com:8443/", headers));

        List<String> explained = Objects.requireNonNull(told.rule()).sent().get(0).fields().stream()
                .map(field -> field.getKey().toLowerCase(Locale.ROOT) + ": "
                        + field.getValue().replace("192.0.2.1", "127.0.0.1"))
                .filter(line -> !line.startsWith("x-request-id: "))
                .toList();
        List<String> got = ask(strangers, headers)
                .body()
                .lines()
                .filter(line -> line.contains(": ") && !line.startsWith("x-request-id: "))
                .filter(line -> !line.startsWith("connection: "))
                .toList();
        assertThat(explained).containsExactlyInAnyOrderElementsOf(got);
    }

    private record Answer(String head, String body) {}

    private static Answer ask(GatewayRig rig, List<String> headers) throws Exception {
        try (Wire wire = rig.wire("shop.example.com")) {
            return ask(wire, "GET / HTTP/1.1\r\nHost: shop.example.com:8443\r\n" + lines(headers) + "\r\n");
        }
    }

    private static String lines(List<String> headers) {
        return headers.isEmpty() ? "" : String.join("\r\n", headers) + "\r\n";
    }

    private static Answer ask(Wire wire, String request) throws IOException {
        wire.send(request);
        String head = wire.head();
        String lower = head.toLowerCase(Locale.ROOT);
        int length = Integer.parseInt(lower.replaceAll("(?s).*\r\ncontent-length: (\\d+)\r\n.*", "$1"));
        return new Answer(head, wire.read(length));
    }

    @Test
    void tellsOfEachRequestOfAConnectionWhichHostItNamed() throws Exception {
        try (Wire wire = strangers.wire("shop.example.com")) {
            for (String host : List.of("shop.example.com:8443", "shop.example.com", "shop.example.com:8443")) {
                String seen = ask(wire, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .body();
                boolean port = host.endsWith(":8443");
                assertThat(seen)
                        .contains("\nx-forwarded-host: " + host + "\n")
                        .contains("\nx-forwarded-port: " + (port ? "8443" : "443") + "\n")
                        .contains(";host=" + (port ? '"' + host + '"' : host) + ";proto=https\n");
            }
        }
    }

    @Test
    void dropsEverythingThatAStrangerSaysOfItself() throws Exception {
        String seen = ask(strangers, FORGED).body();

        assertThat(seen)
                .contains(
                        "\nhost: shop.example.com:8443\n",
                        "\nx-forwarded-for: 127.0.0.1\n",
                        "\nx-forwarded-proto: https\n",
                        "\nx-forwarded-host: shop.example.com:8443\n",
                        "\nx-forwarded-port: 8443\n",
                        "\nforwarded: for=127.0.0.1;host=\"shop.example.com:8443\";proto=https\n")
                .containsPattern("\nx-request-id: [0-9a-f]{32}\n")
                .doesNotContain("6.6.6.6", "7.7.7.7", "evil", "admin", "forged", "x-ssl", "client-cert", "sallyport");
        assertThat(seen.split("x-forwarded-for", -1)).hasSize(2);
    }

    @Test
    void believesOfATrustedPeerWhatTheNearestHopWrote() throws Exception {
        String seen = ask(
                        friends,
                        List.of(
                                "X-Forwarded-For: 6.6.6.6, 5.5.5.5",
                                "X-Forwarded-For: 127.0.0.9",
                                "X-Forwarded-Proto: https",
                                "X-Forwarded-Proto: http",
                                "X-Forwarded-Host: evil.example.com, shop.example.org",
                                "X-Forwarded-Port: 1",
                                "X-Forwarded-Port: 80",
                                "Forwarded: for=6.6.6.6;by=\"a,b\"",
                                "Forwarded: for=5.5.5.5;proto=http",
                                "X-Request-Id: abc-1"))
                .body();

        assertThat(seen)
                .contains(
                        "\nx-forwarded-for: 5.5.5.5, 127.0.0.9, 127.0.0.1\n",
                        "\nx-forwarded-proto: http\n",
                        "\nx-forwarded-host: shop.example.org\n",
                        "\nx-forwarded-port: 80\n",
                        "\nforwarded: for=5.5.5.5;proto=http, for=127.0.0.1;",
                        "\nx-request-id: abc-1\n")
                .doesNotContain("6.6.6.6", "evil");
    }

    @Test
    void removesWhatNotEvenATrustedPeerMaySay() throws Exception {
        String seen = ask(friends, FORGED).body();

        assertThat(seen).doesNotContain("x-ssl", "client-cert", "sallyport", "spiffe", "6.6.6.6");
    }

    @Test
    void makesARequestIdWhereTheGivenOneIsUnfit() throws Exception {
        for (String unfit : List.of("x".repeat(129), "", "a b")) {
            assertThat(ask(friends, List.of("X-Request-Id: " + unfit)).body())
                    .containsPattern("\nx-request-id: [0-9a-f]{32}\n");
        }
    }

    @Test
    void letsNobodyStripByNominationWhatOthersRelyOn() throws Exception {
        String seen = ask(
                        friends,
                        List.of(
                                "Connection: x-forwarded-for, X-Forwarded-Proto, host, cookie, authorization, forwarded",
                                "Connection: content-length, x-private",
                                "X-Forwarded-For: 5.5.5.5",
                                "X-Forwarded-Proto: http",
                                "Cookie: a=1",
                                "Authorization: Basic x",
                                "X-Private: 1"))
                .body();

        assertThat(seen)
                .contains(
                        "\nx-forwarded-for: 5.5.5.5, 127.0.0.1\n",
                        "\nx-forwarded-proto: http\n",
                        "\nhost: shop.example.com:8443\n",
                        "\ncookie: a=1\n",
                        "\nauthorization: Basic x\n")
                .doesNotContain("x-private", "\nconnection:");
    }

    @Test
    void keepsItsOwnFieldsWhateverIsNominated() throws Exception {
        String seen = ask(strangers, List.of("Connection: x-forwarded-for, x-request-id, x-forwarded-host, forwarded"))
                .body();

        assertThat(seen)
                .contains(
                        "\nx-forwarded-for: 127.0.0.1\n", "\nx-request-id: ", "\nx-forwarded-host: ", "\nforwarded: ");
    }

    @Test
    void passesNoFieldOfAConnectionOn() throws Exception {
        Answer answer = ask(
                strangers,
                List.of(
                        "Connection: keep-alive",
                        "Keep-Alive: timeout=5",
                        "Proxy-Connection: keep-alive",
                        "Proxy-Authorization: Basic x",
                        "TE: gzip",
                        "Trailer: x-check",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMAAABkAAQAAP__"));

        assertThat(answer.body())
                .doesNotContain("\nconnection:", "keep-alive", "proxy-", "\nte:", "\ntrailer:", "upgrade", "http2");
        assertThat(answer.head().toLowerCase(Locale.ROOT))
                .contains("\r\nx-kept: 1\r\n")
                .doesNotContain("x-internal", "keep-alive", "proxy-authenticate", "sallyport");
    }

    @Test
    void matchesNoRouteByWhatAClientMayNotSay() throws Exception {
        assertThat(ask(strangers, FORGED).head()).startsWith("HTTP/1.1 200 OK");
        assertThat(ask(strangers, List.of("X-Canary: always", "Connection: x-canary"))
                        .head())
                .startsWith("HTTP/1.1 200 OK");
        assertThat(ask(strangers, List.of("X-Canary: always")).head()).startsWith("HTTP/1.1 500");
    }

    @Test
    void holdsOverHttp2Too() {
        Exchanges client = new Exchanges(strangers.client(HttpVersion.HTTP_2), strangers.port(), "shop.example.com");
        String seen = client.get(
                        "/",
                        request -> FORGED.forEach(line -> request.headers()
                                .add(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2))))
                .text();

        assertThat(seen)
                .contains("\nx-forwarded-for: 127.0.0.1\n", "\nx-forwarded-proto: https\n")
                .doesNotContain("6.6.6.6", "7.7.7.7", "evil", "admin", "forged", "x-ssl", "client-cert", "sallyport");
    }
}
