package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests from pages of other origins, and the questions before them (Gateway API, GEP-1767). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsTest {

    private static final String PAGE = "https://pages.example.org";

    private GatewayRig rig;
    private TestBackend backend;
    private Exchanges client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        backend = rig.backend(request -> {
            request.response()
                    .putHeader("access-control-allow-origin", "*")
                    .putHeader("access-control-expose-headers", "x-secret")
                    .putHeader("vary", "accept");
            TestBackend.answer(request, "backend");
        });
        rig.start(rig.httpsListener() + "backends:\n" + rig.mutualTlsBackend("app", backend)
                + """
                  - {name: closed, endpoints: ["http://127.0.0.1:%d"]}
                routes:
                  - name: all
                    rules:
                      - name: cors
                        matches: [{path: {value: /cors}, method: PUT}, {path: {value: /cors}, method: GET}]
                        filters:
                          - type: CORS
                            cors:
                              allowOrigins: ["https://*.example.org"]
                              allowCredentials: true
                              allowMethods: [PUT, GET]
                              allowHeaders: [x-one]
                              exposeHeaders: [x-two]
                              maxAge: 60
                        backendRefs: [{name: app}]
                      - {name: open, matches: [{path: {value: /open}}], backendRefs: [{name: app}]}
                      - name: closed
                        matches: [{path: {value: /closed}}]
                        filters: [{type: CORS, cors: {allowOrigins: ["*"]}}]
                        backendRefs: [{name: closed}]
                      - name: moved
                        matches: [{path: {value: /moved}}]
                        filters:
                          - {type: CORS, cors: {allowOrigins: ["*"]}}
                          - {type: RequestRedirect, requestRedirect: {hostname: www.example.com}}
                """.formatted(GatewayRig.freePort()));
        client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private static Exchanges.Answer preflight(Exchanges from, String path, String origin, String method) {
        return Await.get(from.send(
                HttpMethod.OPTIONS,
                path,
                request -> request.putHeader("origin", origin)
                        .putHeader("access-control-request-method", method)
                        .putHeader("access-control-request-headers", "x-one"),
                null));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void answersAPreflightOfARuleThatMatchesOnTheMethod(HttpVersion version) {
        Exchanges from = new Exchanges(rig.client(version), rig.port(), "shop.example.com");
        int before = backend.requests();
        Exchanges.Answer answer = preflight(from, "/cors?" + version, PAGE, "PUT");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().get("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(answer.headers().get("access-control-allow-credentials")).isEqualTo("true");
        assertThat(answer.headers().get("access-control-allow-methods")).isEqualTo("PUT, GET");
        assertThat(answer.headers().get("access-control-allow-headers")).isEqualTo("x-one");
        assertThat(answer.headers().get("access-control-max-age")).isEqualTo("60");
        assertThat(answer.headers().get("vary")).isEqualTo("origin");
        assertThat(answer.headers().contains("content-type")).isFalse();
        assertThat(answer.headers().contains("content-length")).isFalse();
        assertThat(backend.requests()).isEqualTo(before);
        assertThat(from.get("/open").text()).isEqualTo("backend");
        rig.logged("\"rule\":\"cors\"", "\"code\":204", "\"reason\":\"CORS_PREFLIGHT\"", "\"method\":\"OPTIONS\"");
    }

    @Test
    void tellsAnOriginThatIsNotAllowedNothing() {
        Exchanges.Answer answer = preflight(client, "/cors", "https://example.org", "PUT");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().names()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(answer.headers().get("vary")).isEqualTo("origin");
    }

    @Test
    void forwardsAPreflightThatNoPolicyAnswers() {
        assertThat(preflight(client, "/open", PAGE, "PUT").text()).isEqualTo("backend");
        assertThat(preflight(client, "/cors", PAGE, "DELETE").status()).isEqualTo(404);
    }

    @Test
    void forwardsOptionsThatAreNoPreflight() {
        assertThat(Await.get(client.send(
                                HttpMethod.OPTIONS, "/closed", request -> request.putHeader("origin", PAGE), null))
                        .status())
                .isEqualTo(503);
        assertThat(preflight(client, "/closed", PAGE, "GET").status()).isEqualTo(204);
    }

    @Test
    void putsItsWordInPlaceOfTheBackends() {
        Exchanges.Answer allowed = client.get("/cors", request -> request.putHeader("origin", PAGE));
        assertThat(allowed.headers().getAll("access-control-allow-origin")).containsExactly(PAGE);
        assertThat(allowed.headers().getAll("access-control-expose-headers")).containsExactly("x-two");
        assertThat(allowed.headers().getAll("vary")).containsExactly("accept", "origin");

        Exchanges.Answer other = client.get("/cors", request -> request.putHeader("origin", "https://evil.org"));
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.headers().names()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(client.get("/cors").headers().getAll("vary")).containsExactly("accept", "origin");
    }

    @Test
    void letsAPageSeeErrorsAndRedirects() {
        Exchanges.Answer error = client.get("/closed", request -> request.putHeader("origin", PAGE));
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.headers().get("access-control-allow-origin")).isEqualTo("*");
        Exchanges.Answer redirect = client.get("/moved", request -> request.putHeader("origin", PAGE));
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.headers().get("access-control-allow-origin")).isEqualTo("*");
        assertThat(preflight(client, "/moved", PAGE, "GET").status()).isEqualTo(204);
    }
}
