package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateway API v1, {@code HTTPPathMatch}; the rows of {@code PathPrefix} begin with the examples of {@code PathMatchType}. */
class PathMatchTest {

    @ParameterizedTest
    @CsvSource({
        "/, /, true",
        "/, /foo, true",
        "/, *, true",
        "/, '', true",
        "/foo, /foo, true",
        "/foo, /foo/, true",
        "/foo, /foo/bar, true",
        "/foo, /foo//bar, true",
        "/foo, /foobar, false",
        "/foo, /FOO, false",
        "/foo, /, false",
        "/foo, foo, false",
        "/foo/, /foo, true",
        "/foo/, /foo/, true",
        "/foo/, /foobar, false",
        "/aaa/bbb, /aaa/bbb/ccc, true",
        "/aaa/bbb, /aaa/bbbxyz, false",
        "/aaa/bbb, /aaa, false",
    })
    void aPrefixTakesWholeSegments(String prefix, String path, boolean matches) {
        assertThat(PathMatch.prefix(prefix).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"/foo, /foo, true", "/foo, /foo/, false", "/foo/, /foo, false", "/foo, /Foo, false", "/, /, true"})
    void anExactPathIsTakenAsItStands(String exact, String path, boolean matches) {
        assertThat(PathMatch.exact(exact).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"/v[0-9]+, /v12, true", "/v[0-9]+, /v12/x, false", "/v[0-9]+, /api/v1, false", "/a|/ab, /ab, true"})
    void anExpressionMustMatchTheWholePath(String regex, String path, boolean matches) {
        assertThat(PathMatch.regex(regex).matches(path)).isEqualTo(matches);
    }

    @Test
    void anExpressionNeverMatchesAPathAbove4KiB() {
        assertThat(PathMatch.regex(".*").matches("/".repeat(4096))).isTrue();
        assertThat(PathMatch.regex(".*").matches("/".repeat(4097))).isFalse();
    }

    @Test
    void refusesAPrefixWithoutItsSlash() {
        assertThatIllegalArgumentException().isThrownBy(() -> PathMatch.prefix("foo"));
        assertThatIllegalArgumentException().isThrownBy(() -> PathMatch.prefix(""));
    }
}
