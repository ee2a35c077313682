package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.routing.PathPolicy.DotSegments;
import io.sallyport.routing.PathPolicy.DoubledSlashes;
import io.sallyport.routing.PathPolicy.EscapedSlashes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPolicyTest {

    private static final PathPolicy DEFAULT =
            new PathPolicy(DotSegments.NORMALIZE, DoubledSlashes.MERGE, EscapedSlashes.REJECT);
    private static final PathPolicy KEEP = new PathPolicy(DotSegments.KEEP, DoubledSlashes.KEEP, EscapedSlashes.KEEP);
    private static final PathPolicy REJECT =
            new PathPolicy(DotSegments.REJECT, DoubledSlashes.REJECT, EscapedSlashes.REJECT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/",
                "/a/...",
                "/.well-known/x",
                "/a..b",
                "/a.",
                "/..a",
                "/a/;x",
                "/a;v=1/b",
                "*",
                "/caf%C3%A9",
                "/a%20b",
                "/a:b@c",
                "/a|b",
                "/%252e%252e"
            })
    void leavesWhatIsNormal(String path) {
        assertThat(DEFAULT.read(path)).isSameAs(path);
        assertThat(REJECT.read(path)).isSameAs(path);
        assertThat(KEEP.read(path)).isSameAs(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/../b, /b",
        "/a/./b, /a/b",
        "/a/b/.., /a/",
        "/a/., /a/",
        "/.., /",
        "/., /",
        "/../../a, /a",
        "/%2e%2E/b, /b",
        "/a/.%2e/b, /b",
        "/a//b, /a/b",
        "/a//, /a/",
        "//, /",
        "/a//../b, /a/b",
        "//.., /",
        "/%7euser, /~user",
        "/%41%2d%5F, /A-_",
        "/caf%c3%a9, /caf%C3%A9",
        "/a%3fb%23, /a%3Fb%23"
    })
    void normalizesByDefault(String path, String normal) {
        assertThat(DEFAULT.read(path)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2fb",
                "/a%2F..%2fb",
                "/a%5cb",
                "/a\\b",
                "/..;/b",
                "/a/..;x=1/b",
                "/a/.;",
                "/a;v=1/../b",
                "/a/;/../b",
                "/%2e%2e;/b",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%+1",
                "/a%00",
                "/%"
            })
    void refusesWhatBackendsReadInSeveralWays(String path) {
        assertThat(DEFAULT.read(path)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "/a/.", "/%2e/b", "/a//b", "/a%2fb", "/a/..;/b"})
    void refusesAllThatIsNotNormalIfToldTo(String path) {
        assertThat(REJECT.read(path)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/a/../b, /a/../b", "/a//b, /a//b", "/a%2fb, /a%2Fb", "/a\\b, /a\\b", "/..;/b, /..;/b", "/%2e, /."})
    void keepsAllButTheSpellingOfEscapesIfToldTo(String path, String kept) {
        assertThat(KEEP.read(path)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"/a%2fb, /a/b", "/a%5C..%2fb, /b", "/a\\..\\b, /b", "/%2f%2fevil.example.com, /evil.example.com"})
    void unescapesSlashesBeforeAllElse(String path, String normal) {
        PathPolicy forward =
                new PathPolicy(DotSegments.NORMALIZE, DoubledSlashes.MERGE, EscapedSlashes.UNESCAPE_AND_FORWARD);
        PathPolicy redirect =
                new PathPolicy(DotSegments.NORMALIZE, DoubledSlashes.MERGE, EscapedSlashes.UNESCAPE_AND_REDIRECT);
        assertThat(forward.read(path)).isEqualTo(normal);
        assertThat(redirect.read(path)).isEqualTo(normal);
        assertThat(forward.redirects(path)).isFalse();
        assertThat(redirect.redirects(path)).isTrue();
        assertThat(redirect.redirects(normal)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/..%2fb", "/a%2f..", "/a%2F../b", "/a/..%5cb", "/a\\..", "/.\\b"})
    void refusesDotsBesideAKeptSlash(String path) {
        PathPolicy policy = new PathPolicy(DotSegments.NORMALIZE, DoubledSlashes.MERGE, EscapedSlashes.KEEP);
        assertThat(policy.read(path)).isNull();
        assertThat(policy.read("/a%2Fb")).isEqualTo("/a%2Fb");
    }

    @Test
    void whatWasReadReadsTheSameAgain() {
        String[] parts = {"/", "//", ".", "..", ";", "a", "%2e", "%2f", "%5C", "\\", "%41", "%c3", "%3B", "x"};
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(8); n > 0; n--) {
                path.append(parts[random.nextInt(parts.length)]);
            }
            PathPolicy policy = new PathPolicy(
                    DotSegments.values()[random.nextInt(3)],
                    DoubledSlashes.values()[random.nextInt(3)],
                    EscapedSlashes.values()[random.nextInt(4)]);
            String read = policy.read(path.toString());
            if (read != null) {
                assertThat(policy.read(read)).as("%s of %s", path, policy).isSameAs(read);
            }
        }
    }
}
