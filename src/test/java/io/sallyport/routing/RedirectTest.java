package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.routing.Redirect.Asked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateway API v1, {@code HTTPRequestRedirectFilter}. */
class RedirectTest {

    /** The rules at {@code port}: a port that is named; else that of a scheme that is named; else the one asked for. */
    @ParameterizedTest
    @CsvSource({
        // asked scheme and port, scheme and port of the filter, location
        "http, 80, , 0, http://a.example.com/p",
        "http, 8080, , 0, http://a.example.com:8080/p",
        "https, 443, , 0, https://a.example.com/p",
        "https, 8443, , 0, https://a.example.com:8443/p",
        "http, 80, https, 0, https://a.example.com/p",
        "http, 8080, https, 0, https://a.example.com/p",
        "https, 8443, http, 0, http://a.example.com/p",
        "https, 8443, https, 0, https://a.example.com/p",
        "http, 8080, , 80, http://a.example.com/p",
        "https, 8443, , 443, https://a.example.com/p",
        "https, 443, , 80, https://a.example.com:80/p",
        "http, 80, , 443, http://a.example.com:443/p",
        "http, 80, https, 443, https://a.example.com/p",
        "http, 80, https, 80, https://a.example.com:80/p",
        "http, 80, https, 8443, https://a.example.com:8443/p",
        "https, 443, http, 80, http://a.example.com/p",
        "https, 443, http, 443, http://a.example.com:443/p"
    })
    void choosesThePortAndElidesTheSchemesOwn(
            String askedScheme, int askedPort, @Nullable String scheme, int port, String location) {
        Asked asked = new Asked(askedScheme, "a.example.com", askedPort, "/p", null);
        assertThat(new Redirect(scheme, null, null, port, 302).location(asked)).isEqualTo(location);
    }

    /** {@code hostname}, {@code path}: what is not named is used as it was asked for. */
    @Test
    void keepsWhatItDoesNotName() {
        Asked asked = new Asked("https", "a.example.com", 443, "/foo/bar", "x=1&y=%20");
        assertThat(new Redirect(null, "b.example.com", null, 0, 301).location(asked))
                .isEqualTo("https://b.example.com/foo/bar?x=1&y=%20");
        assertThat(new Redirect(null, null, PathEdit.full("/new"), 0, 302).location(asked))
                .isEqualTo("https://a.example.com/new?x=1&y=%20");
        assertThat(new Redirect(null, null, PathEdit.prefix("/foo", "/new"), 0, 302).location(asked))
                .isEqualTo("https://a.example.com/new/bar?x=1&y=%20");
    }

    @ParameterizedTest
    @CsvSource({
        "//evil.example.com, https://a.example.com//evil.example.com",
        "/a\\b, https://a.example.com/a%5Cb",
        "'/a\"<b>{c}|^`', https://a.example.com/a%22%3Cb%3E%7Bc%7D%7C%5E%60",
        "/\u00e9, https://a.example.com/%E9",
        "*, https://a.example.com/"
    })
    void writesAUriWhateverWasAskedFor(String path, String location) {
        Asked asked = new Asked("https", "a.example.com", 443, path, null);
        assertThat(new Redirect(null, null, null, 0, 302).location(asked)).isEqualTo(location);
    }

    @Test
    void endsNoLine() {
        Asked asked = new Asked("https", "a.example.com", 443, "/a\r\nset-cookie:x", "b\n");
        assertThat(new Redirect(null, null, null, 0, 302).location(asked))
                .isEqualTo("https://a.example.com/a%0D%0Aset-cookie:x?b%0A");
    }
}
