package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sallyport.routing.TrafficSplit.Share;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateway API v1, {@code HTTPBackendRef.weight}; with a key, our own weighted rendezvous hash. */
class TrafficSplitTest {

    /** np plus and minus 3.29 times the root of np(1-p), for n = 10,000 and p = 0.1. */
    private static final int LEAST_OF_10_PERCENT = 902;

    private static final int MOST_OF_10_PERCENT = 1098;

    @Test
    void drawsByWeightWithoutAKey() {
        RandomGenerator random = new Random(42);

        assertThat(countV2(i -> null, random)).isBetween(LEAST_OF_10_PERCENT, MOST_OF_10_PERCENT);
        assertThat(countV2(i -> "", random)).isBetween(LEAST_OF_10_PERCENT, MOST_OF_10_PERCENT);
    }

    @Test
    void keysSpreadByWeight() {
        assertThat(countV2(i -> "user-" + i, noDraw())).isBetween(LEAST_OF_10_PERCENT, MOST_OF_10_PERCENT);
        assertThat(countV2(i -> String.valueOf(i), noDraw())).isBetween(LEAST_OF_10_PERCENT, MOST_OF_10_PERCENT);
        assertThat(countV2(i -> "\u00e9" + (char) i, noDraw())).isBetween(LEAST_OF_10_PERCENT, MOST_OF_10_PERCENT);
    }

    @Test
    void noWeightMeansNoBackend() {
        assertThat(TrafficSplit.of(List.of()).choose(null, noDraw())).isNull();
        assertThat(TrafficSplit.of(shares(List.of(0, 0))).choose("key", noDraw()))
                .isNull();
    }

    @Test
    void aBackendWithoutWeightIsNeverChosen() {
        TrafficSplit<String> split = TrafficSplit.of(shares(List.of(0, 1, 0, 1)));
        RandomGenerator random = new Random(42);

        for (int i = 0; i < 1000; i++) {
            assertThat(split.choose("key-" + i, noDraw())).isIn("backend-1", "backend-3");
            assertThat(split.choose(null, random)).isIn("backend-1", "backend-3");
        }
    }

    @Test
    void sumsOfWeightsDoNotOverflow() {
        TrafficSplit<String> split = TrafficSplit.of(shares(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE)));
        RandomGenerator random = new Random(42);

        assertThat(IntStream.range(0, 100).mapToObj(i -> split.choose(null, random)))
                .contains("backend-0", "backend-1")
                .doesNotContainNull();
    }

    @Test
    void refusesTwoSharesOfOneName() {
        List<Share<String>> twice = List.of(new Share<>("a", 1, "x"), new Share<>("a", 1, "y"));

        assertThatIllegalArgumentException().isThrownBy(() -> TrafficSplit.of(twice));
    }

    /** Users change sides if these change: every replica and every release must agree. */
    @ParameterizedTest
    @CsvSource({"alice, backend-0", "bob, backend-4", "1, backend-1"})
    void theSideOfAKeyStaysFromReleaseToRelease(String key, String backend) {
        assertThat(TrafficSplit.of(shares(List.of(1, 2, 3, 4, 5))).choose(key, noDraw()))
                .isEqualTo(backend);
    }

    @ParameterizedTest
    @CsvSource({
        "'', efd01f60ba992926",
        "a, 82a2a958a9bece5b",
        "reviews-v1, e71f5d929740008c",
        "\u20ac, ced5dde4ffb3cfc1"
    })
    void theHashStaysFromReleaseToRelease(String text, String hash) {
        assertThat(Long.toHexString(StableHash.of(text))).isEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1", "9223372036854775807", "-9223372036854775808"})
    void theUnitIntervalIsOpen(long hash) {
        assertThat(StableHash.toUnit(hash)).isGreaterThan(0).isLessThan(1);
    }

    private static int countV2(IntFunction<@Nullable String> key, RandomGenerator random) {
        TrafficSplit<String> split =
                TrafficSplit.of(List.of(new Share<>("reviews-v1", 90, "v1"), new Share<>("reviews-v2", 10, "v2")));
        return (int) IntStream.range(0, 10_000)
                .filter(i -> "v2".equals(split.choose(key.apply(i), random)))
                .count();
    }

    private static List<Share<String>> shares(List<Integer> weights) {
        return IntStream.range(0, weights.size())
                .mapToObj(i -> new Share<>("backend-" + i, weights.get(i), "backend-" + i))
                .toList();
    }

    private static RandomGenerator noDraw() {
        return () -> {
            throw new AssertionError("a key needs no draw");
        };
    }
}
