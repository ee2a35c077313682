package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.routing.TrafficSplit.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TrafficSplitPropertyTest {

    @Property(edgeCases = EdgeCasesMode.NONE)
    void raisingOneWeightMovesKeysOnlyTowardsIt(
            @ForAll @Size(5) List<@IntRange(max = 1_000_000) Integer> weights,
            @ForAll @IntRange(max = 4) int raised,
            @ForAll @IntRange(min = 1, max = 1_000_000) int by) {
        List<Integer> more = new ArrayList<>(weights);
        more.set(raised, weights.get(raised) + by);
        TrafficSplit<String> before = TrafficSplit.of(shares(weights));
        TrafficSplit<String> after = TrafficSplit.of(shares(more));

        for (int i = 0; i < 200; i++) {
            String was = before.choose("key-" + i, noDraw());
            String is = after.choose("key-" + i, noDraw());
            assertThat(is).isIn(was, "backend-" + raised);
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void theDocumentsOrderDoesNotMatterForAKey(
            @ForAll @Size(5) List<@IntRange(max = 1000) Integer> weights, @ForAll String key, @ForAll long seed) {
        List<Share<String>> shuffled = new ArrayList<>(shares(weights));
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(TrafficSplit.of(shuffled).choose(key + "x", noDraw()))
                .isEqualTo(TrafficSplit.of(shares(weights)).choose(key + "x", noDraw()));
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
