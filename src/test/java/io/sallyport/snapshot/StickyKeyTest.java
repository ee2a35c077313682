package io.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.routing.RequestHead;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StickyKeyTest {

    private static final StickyKey.Cookie CANARY = new StickyKey.Cookie("canary", 3600, true);

    private record Head(@Nullable String cookie) implements RequestHead {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String host() {
            return "";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public @Nullable String header(String lowerCaseName) {
            return lowerCaseName.equals("cookie") ? cookie : null;
        }

        @Override
        public @Nullable String queryParam(String name) {
            return null;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "canary=7 | 7",
                "a=b; canary=7; c=d | 7",
                "a=b,canary=7 | 7",
                "xcanary=1; canary=2 | 2",
                "canaryx=1 | null",
                "canary= | null",
                "canary | null",
                "other=canary=7 | null",
                "null | null"
            })
    void findsTheCookieOfThatNameAlone(@Nullable String cookies, @Nullable String key) {
        assertThat(CANARY.of(new Head(cookies))).isEqualTo(key);
    }

    @Test
    void issuesACookieThatScriptsAndPlaintextDoNotSee() {
        assertThat(CANARY.issueField("k")).isEqualTo("canary=k; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600");
        assertThat(new StickyKey.Cookie("canary", 0, true).issueField("k")).doesNotContain("Max-Age");
    }
}
