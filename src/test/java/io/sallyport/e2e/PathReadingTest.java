package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Question;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The path that a listener reads is the one that is matched, forwarded and explained. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathReadingTest {

    private GatewayRig rig;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        TestBackend open = rig.plainBackend(
                request -> TestBackend.answer(request, "open " + request.uri() + ' ' + request.getHeader("x_under")));
        TestBackend closed = rig.plainBackend(request -> TestBackend.answer(request, "closed " + request.uri()));
        String tls = "tls: {certificates: [{certificateFile: public.crt, keyFile: public.key}]}";
        String listener = "  - {name: %s, port: " + rig.port() + ", protocol: HTTPS, hostname: %s, " + tls + "%s}\n";
        rig.start("listeners:\n"
                + listener.formatted("default", "default.example.com", "")
                + listener.formatted(
                        "strict",
                        "strict.example.com",
                        ", path: {dotSegments: Reject, doubledSlashes: Reject}, underscores: Reject")
                + listener.formatted(
                        "forward",
                        "forward.example.com",
                        ", path: {escapedSlashes: UnescapeAndForward}, underscores: Drop")
                + listener.formatted(
                        "redirect", "redirect.example.com", ", path: {escapedSlashes: UnescapeAndRedirect}")
                + listener.formatted(
                        "keep",
                        "keep.example.com",
                        ", path: {dotSegments: Keep, doubledSlashes: Keep, escapedSlashes: Keep}")
                + """
                backends:
                  - {name: open, endpoints: [%s]}
                  - {name: closed, endpoints: [%s]}
                routes:
                  - name: all
                    rules:
                      - {matches: [{path: {value: /closed}}], backendRefs: [{name: closed}]}
                      - {matches: [{path: {type: Exact, value: /caf%%c3%%a9}}], backendRefs: [{name: closed}]}
                      - {matches: [{path: {value: /}}], backendRefs: [{name: open}]}
                """.formatted(open.url(), closed.url()));
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private Exchanges.Answer get(HttpVersion version, String name, String path) {
        return new Exchanges(rig.client(version), rig.port(), name + ".example.com").get(path);
    }

    @ParameterizedTest
    @CsvSource({
        "default, /open/x, 200, open /open/x null",
        "default, /open/../closed/x?a=/../b, 200, closed /closed/x?a=/../b",
        "default, /open/%2e%2e/closed/x, 200, closed /closed/x",
        "default, //closed//x, 200, closed /closed/x",
        "default, /%63losed, 200, closed /closed",
        "default, /caf%C3%A9, 200, closed /caf%C3%A9",
        "default, /caf%c3%a9, 200, closed /caf%C3%A9",
        "default, /open/..%2fclosed, 400, Bad Request",
        "default, /open/..%5cclosed, 400, Bad Request",
        "default, /open/..;/closed, 400, Bad Request",
        "default, /open/%zz, 400, Bad Request",
        "strict, /open/../closed, 400, Bad Request",
        "strict, //closed, 400, Bad Request",
        "strict, /open/%63, 200, open /open/c null",
        "forward, /open%2f..%2Fclosed, 200, closed /closed",
        "redirect, /open/../closed, 200, closed /closed",
        "keep, /open/../closed, 200, open /open/../closed null",
        "keep, //closed, 200, open //closed null",
        "keep, /a%2fb, 200, open /a%2Fb null"
    })
    void isMatchedAndForwardedAndExplained(String name, String path, int status, String text) {
        for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
            Exchanges.Answer answer = get(version, name, path);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text().strip()).isEqualTo(text);
        }
        Explanation told = explain(name, path);
        assertThat(told.status()).isEqualTo(status == 200 ? 0 : status);
        if (status == 200) {
            assertThat(Objects.requireNonNull(told.rule()).sent().get(0).target())
                    .isEqualTo(text.split(" ", -1)[1]);
        }
    }

    private Explanation explain(String name, String path) {
        return Explainer.explain(
                rig.gateway().snapshot(),
                Question.of("GET https://" + name + ".example.com:" + rig.port() + path, List.of()));
    }

    @Test
    void aClientIsSentToTheUnescapedPath() {
        Exchanges.Answer answer = get(HttpVersion.HTTP_1_1, "redirect", "/%2f%2fevil.example.com/..%2fclosed?q=%2f");
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.headers().get("location"))
                .isEqualTo("https://redirect.example.com:" + rig.port() + "/closed?q=%2f");
        Explanation told = explain("redirect", "/open%2fx");
        assertThat(told.status()).isEqualTo(307);
        assertThat(told.location()).isEqualTo("https://redirect.example.com:" + rig.port() + "/open/x");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void underscoresAreKeptDroppedOrRefused(HttpVersion version) {
        assertThat(underscored(version, "default").text()).isEqualTo("open / 1");
        assertThat(underscored(version, "forward").text()).isEqualTo("open / null");
        assertThat(underscored(version, "strict").status()).isEqualTo(400);
    }

    private Exchanges.Answer underscored(HttpVersion version, String name) {
        Exchanges client = new Exchanges(rig.client(version), rig.port(), name + ".example.com");
        return Await.get(client.send(HttpMethod.GET, "/", request -> request.putHeader("x_under", "1"), null));
    }
}
