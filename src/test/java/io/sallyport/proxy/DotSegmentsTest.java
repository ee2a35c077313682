package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotSegmentsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/.",
                "/a/../b",
                "/a/./b",
                "/a/..",
                "/%2e%2E/b",
                "/a/.%2e/b",
                "/a/%2e",
                "/a/..;x=1/b",
                "//.."
            })
    void areFoundHoweverTheyAreWritten(String path) {
        assertThat(DotSegments.in(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/...",
                "/.well-known/x",
                "/a..b",
                "/a.",
                "/..a",
                "/%2e%2e%2e",
                "/a/;x",
                "*",
                "/a//b"
            })
    void areNotSeenWhereThereAreNone(String path) {
        assertThat(DotSegments.in(path)).isFalse();
    }
}
