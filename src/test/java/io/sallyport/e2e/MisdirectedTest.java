package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Leaf;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four listeners on one port, and connections whose SNI belongs to one and the Host to another: the cases of the Gateway
 * API's conformance test {@code HTTPRouteHTTPSListenerDetectMisdirectedRequests} (GEP-3567), over HTTP/1.1 and HTTP/2.
 */
class MisdirectedTest {

    private static final String PATH = "/detect-misdirected-requests";

    private static GatewayRig rig;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        rig.ca()
                .issue(Leaf.server("example.org", "second-example.org", "unknown-example.org", "*.wildcard.org"))
                .writeTo(rig.secrets(), "all");
        StringBuilder backends = new StringBuilder("backends:\n");
        for (int i = 1; i <= 4; i++) {
            String name = "v" + i;
            TestBackend backend = rig.plainBackend(request -> TestBackend.answer(request, name));
            backends.append("  - {name: %s, endpoints: [\"%s\"]}\n".formatted(name, backend.url()));
        }
        rig.start("listeners:\n"
                + listener("https", "")
                + listener("https-with-hostname", "second-example.org")
                + listener("https-with-wildcard-hostname", "*.wildcard.org")
                + listener("https-with-hostname-matching-wildcard", "fourth-example.wildcard.org")
                + backends
                + "routes:\n"
                + route("v1", "hostnames: [example.org]")
                + route("v2", "listeners: [https-with-hostname]")
                + route("v3", "listeners: [https-with-wildcard-hostname]")
                + route("v4", "listeners: [https-with-hostname-matching-wildcard]"));
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    private static String listener(String name, String hostname) {
        return """
                  - name: %s
                    port: %d
                    protocol: HTTPS
                    tls: {certificates: [{certificateFile: all.crt, keyFile: all.key}]}
                %s""".formatted(name, rig.port(), hostname.isEmpty() ? "" : "    hostname: \"" + hostname + "\"\n");
    }

    private static String route(String backend, String where) {
        return """
                  - name: %s
                    %s
                    rules:
                      - matches: [{path: {value: %s}}]
                        backendRefs: [{name: %s}]
                """.formatted(backend, where, PATH, backend);
    }

    static Stream<Arguments> cases() {
        return Stream.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2).flatMap(version -> Stream.of(
                        "example.org example.org 200 v1",
                        "example.org second-example.org 421",
                        "example.org unknown-example.org 404",
                        "second-example.org second-example.org 200 v2",
                        "second-example.org example.org 421",
                        "second-example.org unknown-example.org 421",
                        "third-example.wildcard.org third-example.wildcard.org 200 v3",
                        "third-example.wildcard.org fith-example.wildcard.org 200 v3",
                        "third-example.wildcard.org fourth-example.wildcard.org 421",
                        "third-example.wildcard.org second-example.org 421",
                        "third-example.wildcard.org unknown-example.org 421",
                        "fourth-example.wildcard.org fourth-example.wildcard.org 200 v4",
                        "fourth-example.wildcard.org fith-example.wildcard.org 421",
                        "unknown-example.org example.org 200 v1",
                        "unknown-example.org unknown-example.org 404")
                .map(each -> Arguments.of(version, each)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersByTheListenersOfSniAndHost(HttpVersion version, String words) {
        String[] each = words.split(" ");
        HttpClient client = rig.client(version);

        Exchanges.Answer answer = ask(client, each[0], each[1]);
        assertThat(answer.status()).isEqualTo(Integer.parseInt(each[2]));
        if (each.length > 3) {
            assertThat(answer.text()).isEqualTo(each[3]);
        }
        Await.get(client.close());
    }

    private static Exchanges.Answer ask(HttpClient client, String sni, String host) {
        return Await.get(client.request(Exchanges.options(rig.port(), sni, HttpMethod.GET, PATH))
                .compose((HttpClientRequest request) -> request.authority(HostAndPort.create(host, rig.port()))
                        .send()
                        .compose(response -> response.body()
                                .map(body -> new Exchanges.Answer(
                                        response.statusCode(), response.headers(), body, response.trailers())))));
    }
}
