package io.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.MatchSpec;
import io.sallyport.config.PathSpec;
import io.sallyport.config.PathSpec.Type;
import io.sallyport.proxy.RequestPreview;
import io.sallyport.routing.PathMatch;
import io.sallyport.routing.RouteMatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GEP-1619, "Cookie Attributes", "Path". */
class CookiePathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "PATH_PREFIX -> / -> /",
                "PATH_PREFIX -> /cart -> /cart",
                "PATH_PREFIX -> /cart/ -> /cart",
                "EXACT -> /cart/7 -> /cart/7",
                "EXACT -> /a;Domain=example.com -> /",
                "EXACT -> /a/b;c/d -> /a",
                "REGULAR_EXPRESSION -> /p1/p2/*/p3 -> /p1/p2",
                "REGULAR_EXPRESSION -> /p1/p2/[^/]+/p3 -> /p1/p2",
                "REGULAR_EXPRESSION -> /p1/p2.* -> /p1",
                "REGULAR_EXPRESSION -> /p1/x?/p2 -> /p1",
                "REGULAR_EXPRESSION -> /p1/p2/? -> /p1/p2",
                "REGULAR_EXPRESSION -> /p1/?p2 -> /",
                "REGULAR_EXPRESSION -> /p1/(a|b)/c -> /p1",
                "REGULAR_EXPRESSION -> /p1/a|/p2/b -> /",
                "REGULAR_EXPRESSION -> /p1/\\|x.* -> /p1",
                "REGULAR_EXPRESSION -> (?i)/p1/p2 -> /",
                "REGULAR_EXPRESSION -> /p1/p2 -> /p1/p2",
                "REGULAR_EXPRESSION -> .* -> /",
            })
    void isWhatTheRuleIsMatchedBy(Type type, String value, String path) {
        assertThat(paths(match(type, value)).of(request("/any"))).isEqualTo(path);
    }

    @Test
    void isTheRootWithoutAMatch() {
        assertThat(paths().of(request("/any"))).isEqualTo("/");
    }

    @Test
    void isThatOfTheMatchThatWins() {
        CookiePaths paths = paths(
                match(Type.REGULAR_EXPRESSION, "/b/.*"),
                match(Type.PATH_PREFIX, "/a"),
                new MatchSpec(new PathSpec(Type.PATH_PREFIX, "/a/b"), List.of(), List.of(), "POST"),
                match(Type.PATH_PREFIX, "/a/b/c"),
                match(Type.EXACT, "/a/b/c/d"));

        assertThat(paths.of(request("/a/x"))).isEqualTo("/a");
        assertThat(paths.of(request("/a/b/x"))).isEqualTo("/a");
        assertThat(paths.of(request("/a/b/c"))).isEqualTo("/a/b/c");
        assertThat(paths.of(request("/a/b/c/d"))).isEqualTo("/a/b/c/d");
        assertThat(paths.of(request("/b/x"))).isEqualTo("/b");
    }

    private static CookiePaths paths(MatchSpec... specs) {
        List<RouteMatch> matches = List.of(specs).stream()
                .map(spec -> new RouteMatch(path(spec.path()), List.of(), List.of(), spec.method()))
                .toList();
        return CookiePaths.of(List.of(specs), matches);
    }

    private static PathMatch path(PathSpec spec) {
        return switch (spec.type()) {
            case EXACT -> PathMatch.exact(spec.value());
            case PATH_PREFIX -> PathMatch.prefix(spec.value());
            case REGULAR_EXPRESSION -> PathMatch.regex(spec.value());
        };
    }

    private static MatchSpec match(Type type, String value) {
        return new MatchSpec(new PathSpec(type, value), List.of(), List.of(), null);
    }

    private static RequestPreview request(String path) {
        return new RequestPreview(new RequestPreview.Asked("GET", true, "shop.example.com", 0, path), List.of());
    }
}
