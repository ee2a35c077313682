package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateway API v1, {@code HTTPPathModifier}. */
class PathEditTest {

    /** Every row of the table at {@code replacePrefixMatch}. */
    @ParameterizedTest
    @CsvSource({
        "/foo/bar, /foo, /xyz, /xyz/bar",
        "/foo/bar, /foo, /xyz/, /xyz/bar",
        "/foo/bar, /foo/, /xyz, /xyz/bar",
        "/foo/bar, /foo/, /xyz/, /xyz/bar",
        "/foo, /foo, /xyz, /xyz",
        "/foo/, /foo, /xyz, /xyz/",
        "/foo/bar, /foo, '', /bar",
        "/foo/, /foo, '', /",
        "/foo, /foo, '', /",
        "/foo/, /foo, /, /",
        "/foo, /foo, /, /"
    })
    void replacesThePrefixAsTheTableSays(String path, String prefix, String replacement, String modified) {
        assertThat(PathEdit.prefix(prefix, replacement).apply(path)).isEqualTo(modified);
    }

    @ParameterizedTest
    @CsvSource({"/, /, /", "/a, /xyz, /xyz/a", "/a, '', /a", "/a, /xyz/, /xyz/a", "/a//b, /x, /x/a//b"})
    void putsAPathBeforeEverythingWhereThePrefixIsTheRoot(String path, String replacement, String modified) {
        assertThat(PathEdit.prefix("/", replacement).apply(path)).isEqualTo(modified);
    }

    @Test
    void leavesAnAsteriskAlone() {
        assertThat(PathEdit.prefix("/", "/xyz").apply("*")).isEqualTo("*");
    }

    @Test
    void replacesTheWholePath() {
        assertThat(PathEdit.full("/one/two").apply("/foo/bar/")).isEqualTo("/one/two");
    }
}
