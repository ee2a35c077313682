package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gateway API v1, {@code HTTPRouteRule.matches}: the order among the rules that match. The rule that should lose always stands first. */
class RouteTableTest {

    private static final HostMatch SHOP = HostMatch.of("shop.example.com");

    @Test
    void anExactHostComesBeforeWildcardsAndTheLongestOfThoseFirst() {
        RouteTable<String> table = RouteTable.<String>builder()
                .add(HostMatch.any(), prefix("/long/path"), "any")
                .add(HostMatch.of("*.com"), prefix("/long/path"), "*.com")
                .add(HostMatch.of("*.example.com"), prefix("/long"), "*.example.com")
                .add(HostMatch.of("*.shop.example.com"), prefix("/"), "*.shop.example.com")
                .add(HostMatch.of("www.shop.example.com"), prefix("/"), "exact")
                .build();

        assertThat(table.match(Head.get("www.shop.example.com", "/long/path"))).isEqualTo("exact");
        assertThat(table.match(Head.get("a.b.shop.example.com", "/long/path"))).isEqualTo("*.shop.example.com");
        assertThat(table.match(Head.get("shop.example.com", "/long/path"))).isEqualTo("*.example.com");
        assertThat(table.match(Head.get("example.com", "/long/path"))).isEqualTo("*.com");
        assertThat(table.match(Head.get("com", "/long/path"))).isEqualTo("any");
        assertThat(table.match(Head.get(".com", "/long/path"))).isEqualTo("any");
        assertThat(table.match(Head.get("", "/long/path"))).isEqualTo("any");
        assertThat(table.match(Head.get("shop.example.org", "/long/path"))).isEqualTo("any");
    }

    @Test
    void triesTheNextHostWhereTheMostSpecificHasNoRuleThatMatches() {
        RouteTable<String> table = RouteTable.<String>builder()
                .add(HostMatch.any(), prefix("/any"), "any")
                .add(HostMatch.of("*.com"), prefix("/com"), "*.com")
                .add(HostMatch.of("*.example.com"), prefix("/example"), "*.example.com")
                .add(SHOP, prefix("/shop"), "exact")
                .build();

        assertThat(table.match(Head.get("/shop"))).isEqualTo("exact");
        assertThat(table.match(Head.get("/example"))).isEqualTo("*.example.com");
        assertThat(table.match(Head.get("/com"))).isEqualTo("*.com");
        assertThat(table.match(Head.get("/any"))).isEqualTo("any");
        assertThat(table.match(Head.get("/none"))).isNull();
    }

    @Test
    void anExactPathComesFirstThenTheLongestPrefixThenExpressions() {
        RouteTable<String> table = RouteTable.<String>builder()
                .add(SHOP, path(PathMatch.regex("/.*")), "expression")
                .add(SHOP, prefix("/a"), "/a")
                .add(SHOP, prefix("/a/b"), "/a/b")
                .add(SHOP, prefix("/a/b/c/d"), "/a/b/c/d")
                .add(SHOP, path(PathMatch.exact("/a/b")), "exact")
                .build();

        assertThat(table.match(Head.get("/a/b"))).isEqualTo("exact");
        assertThat(table.match(Head.get("/a/b/"))).isEqualTo("/a/b");
        assertThat(table.match(Head.get("/a/b/c"))).isEqualTo("/a/b");
        assertThat(table.match(Head.get("/a/b/c/d/e"))).isEqualTo("/a/b/c/d");
        assertThat(table.match(Head.get("/a/x"))).isEqualTo("/a");
        assertThat(table.match(Head.get("/ax"))).isEqualTo("expression");
    }

    @Test
    void aShorterPathIsTakenWhereTheLongerOnesConditionsFail() {
        RouteTable<String> table = RouteTable.<String>builder()
                .add(SHOP, path(PathMatch.regex("/a/b")), "expression")
                .add(SHOP, method(PathMatch.prefix("/a"), "PUT"), "PUT /a")
                .add(SHOP, method(PathMatch.prefix("/a/b"), "POST"), "POST /a/b")
                .add(SHOP, method(PathMatch.exact("/a/b"), "DELETE"), "DELETE /a/b")
                .build();

        assertThat(table.match(Head.get("/a/b").withMethod("DELETE"))).isEqualTo("DELETE /a/b");
        assertThat(table.match(Head.get("/a/b").withMethod("POST"))).isEqualTo("POST /a/b");
        assertThat(table.match(Head.get("/a/b").withMethod("PUT"))).isEqualTo("PUT /a");
        assertThat(table.match(Head.get("/a/b"))).isEqualTo("expression");
    }

    @Test
    void ofOnePathAMethodComesFirstThenMostHeadersThenMostQueryParameters() {
        RouteTable<String> table = RouteTable.<String>builder()
                .add(SHOP, prefix("/"), "none")
                .add(SHOP, conditions(0, 2, null), "2 queries")
                .add(SHOP, conditions(1, 0, null), "1 header")
                .add(SHOP, conditions(1, 1, null), "1 header, 1 query")
                .add(SHOP, conditions(2, 0, null), "2 headers")
                .add(SHOP, conditions(0, 0, "GET"), "method")
                .build();
        Head all = Head.get("/")
                .withHeader("h0", "v")
                .withHeader("h1", "v")
                .withQueryParam("q0", "v")
                .withQueryParam("q1", "v");
        Head post = all.withMethod("POST");

        assertThat(table.match(all)).isEqualTo("method");
        assertThat(table.match(post)).isEqualTo("2 headers");
        assertThat(table.match(post.withHeader("h1", "x"))).isEqualTo("1 header, 1 query");
        assertThat(table.match(post.withHeader("h1", "x").withQueryParam("q0", "x")))
                .isEqualTo("1 header");
        assertThat(table.match(post.withHeader("h0", "x"))).isEqualTo("2 queries");
        assertThat(table.match(Head.get("/").withMethod("POST"))).isEqualTo("none");
    }

    @Test
    void theDocumentsOrderDecidesAmongEquals() {
        RouteTable<String> table = RouteTable.<String>builder()
                .add(SHOP, prefix("/a/"), "first")
                .add(SHOP, prefix("/a"), "second")
                .add(SHOP, path(PathMatch.regex("/[bc]")), "third")
                .add(SHOP, path(PathMatch.regex("/b+")), "fourth")
                .build();

        assertThat(table.match(Head.get("/a"))).isEqualTo("first");
        assertThat(table.match(Head.get("/b"))).isEqualTo("third");
    }

    @Test
    void anEmptyTableMatchesNothing() {
        assertThat(RouteTable.<String>builder().build().match(Head.get("/"))).isNull();
    }

    @Test
    void aPathWithoutItsSlashMeetsTheRootOnly() {
        RouteTable<String> table = RouteTable.<String>builder()
                .add(SHOP, prefix("/"), "root")
                .add(SHOP, prefix("/a"), "/a")
                .build();

        assertThat(table.match(Head.get("*"))).isEqualTo("root");
        assertThat(table.match(Head.get("a"))).isEqualTo("root");
        assertThat(table.match(Head.get(""))).isEqualTo("root");
    }

    @Test
    void segmentsOfOneHashAreKeptApart() {
        // "Aa" and "BB" have one String hash.
        RouteTable<String> table = RouteTable.<String>builder()
                .add(HostMatch.any(), prefix("/AaAa"), "AaAa")
                .add(HostMatch.any(), prefix("/AaBB"), "AaBB")
                .build();

        assertThat(table.match(Head.get("/AaAa"))).isEqualTo("AaAa");
        assertThat(table.match(Head.get("/AaBB"))).isEqualTo("AaBB");
        assertThat(table.match(Head.get("/BBAa"))).isNull();
        assertThat(table.match(Head.get("/BBBBx"))).isNull();
    }

    private static RouteMatch prefix(String prefix) {
        return path(PathMatch.prefix(prefix));
    }

    private static RouteMatch path(PathMatch path) {
        return new RouteMatch(path, List.of(), List.of(), null);
    }

    private static RouteMatch method(PathMatch path, String method) {
        return new RouteMatch(path, List.of(), List.of(), method);
    }

    private static RouteMatch conditions(int headers, int queryParams, @Nullable String method) {
        return new RouteMatch(PathMatch.prefix("/"), values("h", headers), values("q", queryParams), method);
    }

    private static List<ValueMatch> values(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ValueMatch.exact(name + i, "v"))
                .toList();
    }
}
