package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Gateway API v1, {@code HTTPRouteMatch}, {@code HTTPHeaderMatch} and {@code HTTPQueryParamMatch}. */
class RouteMatchTest {

    private static final Head REQUEST = Head.get("/");

    @Test
    void everyConditionMustHold() {
        RouteMatch match = new RouteMatch(
                PathMatch.prefix("/"),
                List.of(ValueMatch.exact("a", "1"), ValueMatch.regex("b", "[0-9]+")),
                List.of(ValueMatch.exact("q", "x"), ValueMatch.regex("r", "y+")),
                "GET");
        Head good = REQUEST.withHeader("a", "1")
                .withHeader("b", "23")
                .withQueryParam("q", "x")
                .withQueryParam("r", "yy");

        assertThat(match.admits(good)).isTrue();
        assertThat(match.admits(good.withMethod("POST"))).isFalse();
        assertThat(match.admits(good.withMethod("get"))).isFalse();
        assertThat(match.admits(good.withHeader("a", "2"))).isFalse();
        assertThat(match.admits(good.withHeader("b", "23,4"))).isFalse();
        assertThat(match.admits(good.withQueryParam("q", "X"))).isFalse();
        assertThat(match.admits(good.withQueryParam("r", "yyx"))).isFalse();
        assertThat(match.admits(REQUEST)).isFalse();
    }

    @Test
    void namesOfHeadersAreComparedWithoutCase() {
        RouteMatch match =
                new RouteMatch(PathMatch.prefix("/"), List.of(ValueMatch.exact("X-Canary", "always")), List.of(), null);

        assertThat(match.admits(REQUEST.withHeader("x-canary", "always"))).isTrue();
        assertThat(match.admits(REQUEST.withHeader("x-canary", "Always"))).isFalse();
    }

    @Test
    void namesOfQueryParametersAreComparedWithCase() {
        RouteMatch match =
                new RouteMatch(PathMatch.prefix("/"), List.of(), List.of(ValueMatch.exact("Side", "b")), null);

        assertThat(match.admits(REQUEST.withQueryParam("Side", "b"))).isTrue();
        assertThat(match.admits(REQUEST.withQueryParam("side", "b"))).isFalse();
    }

    @Test
    void ofSeveralConditionsOnOneNameOnlyTheFirstCounts() {
        RouteMatch match = new RouteMatch(
                PathMatch.prefix("/"),
                List.of(ValueMatch.exact("X-A", "1"), ValueMatch.exact("x-a", "2")),
                List.of(ValueMatch.exact("q", "1"), ValueMatch.exact("q", "2"), ValueMatch.exact("Q", "3")),
                null);

        assertThat(match.headers()).containsExactly(ValueMatch.exact("x-a", "1"));
        assertThat(match.queryParams()).containsExactly(ValueMatch.exact("q", "1"), ValueMatch.exact("Q", "3"));
    }

    @Test
    void anExpressionNeverMatchesAValueAbove4KiB() {
        ValueMatch match = ValueMatch.regex("a", ".*");

        assertThat(match.matches("x".repeat(4096))).isTrue();
        assertThat(match.matches("x".repeat(4097))).isFalse();
        assertThat(match.matches(null)).isFalse();
    }
}
