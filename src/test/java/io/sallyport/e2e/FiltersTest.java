package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What filters make of requests and answers on their way (Gateway API v1, {@code HTTPRouteFilter}). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiltersTest {

    private static final String HOST = "shop.example.com";

    private GatewayRig rig;
    private Exchanges client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).lanes(1, 8);
        TestBackend one = rig.backend(HttpVersion.HTTP_1_1, FiltersTest::serve);
        TestBackend two = rig.backend(HttpVersion.HTTP_2, FiltersTest::serve);
        rig.start(rig.httpsListener()
                + "backends:\n"
                + rig.mutualTlsBackend("one", one)
                + rig.mutualTlsBackend("two", two)
                + """
                routes:
                  - name: all
                    rules:
                      - name: request
                        matches: [{path: {value: /request}}]
                        filters:
                          - type: RequestHeaderModifier
                            requestHeaderModifier:
                              set: [{name: My-Header, value: bar}, {name: x-forwarded-proto, value: told}]
                              add: [{name: my-list, value: "bar,baz"}, {name: cookie, value: side=b}]
                              remove: [my-header1, My-Header3]
                        backendRefs:
                          - name: one
                            filters:
                              - type: RequestHeaderModifier
                                requestHeaderModifier: {add: [{name: my-header, value: one}]}
                          - {name: two, weight: 0}
                      - name: request-two
                        matches: [{path: {value: /request}, headers: [{name: to, value: two}]}]
                        filters:
                          - type: RequestHeaderModifier
                            requestHeaderModifier:
                              set: [{name: My-Header, value: bar}]
                              add: [{name: my-list, value: "bar,baz"}, {name: cookie, value: side=b}]
                              remove: [my-header1, My-Header3]
                        backendRefs: [{name: two}]
                      - name: response
                        matches: [{path: {value: /response}}]
                        filters:
                          - type: ResponseHeaderModifier
                            responseHeaderModifier:
                              set: [{name: My-Header, value: bar}]
                              add: [{name: set-cookie, value: c=3}, {name: my-list, value: bar}]
                              remove: [server, x-sent]
                        backendRefs:
                          - name: one
                            filters:
                              - type: ResponseHeaderModifier
                                responseHeaderModifier: {add: [{name: my-header, value: one}]}
                      - name: rewrite
                        matches: [{path: {value: /foo}}]
                        filters:
                          - type: URLRewrite
                            urlRewrite: {hostname: inner.shop.svc, path: {type: ReplacePrefixMatch, replacePrefixMatch: /xyz}}
                        backendRefs: [{name: one}]
                      - name: rewrite-two
                        matches: [{path: {value: /foo}, headers: [{name: to, value: two}]}]
                        filters:
                          - {type: URLRewrite, urlRewrite: {hostname: inner.shop.svc}}
                        backendRefs:
                          - name: two
                            filters:
                              - {type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: /one}}}
                      - name: redirect
                        matches: [{path: {value: /old}}]
                        filters:
                          - type: RequestRedirect
                            requestRedirect:
                              hostname: new.example.com
                              path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}
                              statusCode: 308
                          - type: ResponseHeaderModifier
                            responseHeaderModifier: {set: [{name: strict-transport-security, value: max-age=1}]}
                      - name: redirect-scheme
                        matches: [{path: {value: /plain}}]
                        filters: [{type: RequestRedirect, requestRedirect: {scheme: http}}]
                """);
        client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), HOST);
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private static void serve(HttpServerRequest request) {
        StringBuilder seen = new StringBuilder(request.uri())
                .append('\n')
                .append("host: ")
                .append(request.authority())
                .append('\n');
        request.headers().names().stream()
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .distinct()
                .forEach(name -> seen.append(name)
                        .append(": ")
                        .append(String.join("|", request.headers().getAll(name)))
                        .append('\n'));
        request.response()
                .headers()
                .add("server", "secret")
                .add("X-Sent", "a")
                .add("my-header", "foo")
                .add("my-list", "foo")
                .add("set-cookie", "a=1")
                .add("set-cookie", "b=2");
        request.response().end(seen.toString());
    }

    private String seen(String path, String backend, HttpVersion version) {
        return new Exchanges(rig.client(version), rig.port(), HOST)
                .get(path, request -> request.putHeader("to", backend)
                        .putHeader("my-header", "foo")
                        .putHeader("my-list", "foo")
                        .putHeader("cookie", "a=1")
                        .putHeader("my-header1", "foo")
                        .putHeader("my-header2", "bar")
                        .putHeader("my-header3", "baz"))
                .text();
    }

    /** The examples at {@code HTTPHeaderFilter}. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void changeTheRequestsHeader(HttpVersion version) {
        assertThat(seen("/request", "one", version).lines())
                .contains("my-header: bar,one", "my-list: foo,bar,baz", "my-header2: bar", "cookie: a=1; side=b")
                .contains("x-forwarded-proto: told")
                .noneMatch(line -> line.startsWith("my-header1") || line.startsWith("my-header3"));
        assertThat(seen("/request", "two", version).lines())
                .contains("my-header: bar", "my-list: foo,bar,baz", "my-header2: bar", "cookie: a=1; side=b")
                .contains("x-forwarded-proto: https")
                .noneMatch(line -> line.startsWith("my-header1") || line.startsWith("my-header3"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void changeTheAnswersHeader(HttpVersion version) {
        Exchanges.Answer answer = new Exchanges(rig.client(version), rig.port(), HOST).get("/response");
        assertThat(answer.headers().getAll("my-header")).containsExactly("bar,one");
        assertThat(answer.headers().getAll("my-list")).containsExactly("foo,bar");
        assertThat(answer.headers().getAll("set-cookie")).containsExactly("a=1", "b=2", "c=3");
        assertThat(answer.headers().names()).doesNotContain("server", "x-sent", "X-Sent");
        assertThat(answer.text()).startsWith("/response\n");
    }

    @Test
    void rewriteHostAndPathAndKeepTheQuery() {
        assertThat(seen("/foo/bar?a=/foo&b", "one", HttpVersion.HTTP_1_1).lines())
                .startsWith("/xyz/bar?a=/foo&b", "host: inner.shop.svc")
                .contains("x-forwarded-host: " + HOST + ":" + rig.port());
        assertThat(seen("/foo/bar?a=/foo&b", "two", HttpVersion.HTTP_2).lines())
                .startsWith("/one?a=/foo&b", "host: inner.shop.svc");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void redirect(HttpVersion version) {
        Exchanges from = new Exchanges(rig.client(version), rig.port(), HOST);
        Exchanges.Answer answer = from.get("/old/page?q=1");
        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.headers().get("location"))
                .isEqualTo("https://new.example.com:" + rig.port() + "/new/page?q=1");
        assertThat(answer.headers().get("strict-transport-security")).isEqualTo("max-age=1");
        assertThat(answer.headers().contains("cache-control")).isFalse();
        assertThat(from.get("/plain/").headers().get("location")).isEqualTo("http://" + HOST + "/plain/");
        rig.logged("\"path\":\"/old/page\"", "\"code\":308", "\"reason\":\"REDIRECT\"", "\"rule\":\"redirect\"");
    }

    @Test
    void redirectAPostWhoseBodyNobodyReads() {
        Exchanges.Answer answer = Await.get(client.send(
                HttpMethod.POST, "/plain", request -> {}, io.vertx.core.buffer.Buffer.buffer(new byte[100_000])));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(client.get("/response").status()).isEqualTo(200);
    }

    /** The Host that a client names decides the port it is sent to, and cannot leave the value. */
    @ParameterizedTest
    @CsvSource({
        "GET /old HTTP/1.1|Host: shop.example.com, https://new.example.com/new",
        "GET /old//evil.org HTTP/1.1|Host: SHOP.example.com:443, https://new.example.com/new/evil.org",
        "GET /plain HTTP/1.1|Host: SHOP.example.com., http://shop.example.com/plain",
        "GET http://shop.example.com/plain/x HTTP/1.1|Host: shop.example.com, http://shop.example.com/plain/x"
    })
    void redirectToWhereTheClientCameFrom(String head, String location) throws Exception {
        Wire wire = rig.wire(HOST);
        wire.send(head.replace("|", "\r\n") + "\r\n\r\n");
        assertThat(wire.head().toLowerCase(java.util.Locale.ROOT)).contains("location: " + location + "\r\n");
    }

    @Test
    void cannotRedirectWhereNoHostIsNamed() throws Exception {
        Wire wire = rig.wire(null);
        wire.send("GET /plain HTTP/1.0\r\n\r\n");
        assertThat(wire.head()).startsWith("HTTP/1.0 400 ");
    }

    @Test
    void redirectByTheSchemeThatATrustedProxyTells(@TempDir Path directory) throws Exception {
        try (GatewayRig behind = new GatewayRig(directory).trust(GatewayRig.LOOPBACK)) {
            behind.start(behind.httpsListener() + """
                    routes:
                      - name: all
                        rules: [{filters: [{type: RequestRedirect, requestRedirect: {hostname: a.example.com}}]}]
                    """);
            Exchanges proxy = new Exchanges(behind.client(HttpVersion.HTTP_1_1), behind.port(), HOST);
            assertThat(location(proxy, "http")).startsWith("http://a.example.com:");
            assertThat(location(proxy, "javascript")).startsWith("https://a.example.com:");
        }
    }

    private static String location(Exchanges proxy, String proto) {
        return Objects.requireNonNull(proxy.get("/", request -> request.putHeader("x-forwarded-proto", proto))
                .headers()
                .get("location"));
    }
}
