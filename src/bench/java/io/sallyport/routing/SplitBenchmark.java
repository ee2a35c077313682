package io.sallyport.routing;

import io.sallyport.routing.TrafficSplit.Share;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which backend of a rule a request goes to, by how many there are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SplitBenchmark {

    private static final int KEYS = 256;

    @Param({"2", "10"})
    private int backends;

    private TrafficSplit<Integer> split;
    private final String[] keys = new String[KEYS];
    private final SplittableRandom random = new SplittableRandom(1);
    private int next;

    @Setup
    public void shares() {
        List<Share<Integer>> shares = IntStream.range(0, backends)
                .mapToObj(i -> new Share<>("reviews-v" + i, 10 + i, i))
                .toList();
        split = TrafficSplit.of(shares);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        }
    }

    @Benchmark
    public @Nullable Integer byKey() {
        return split.choose(keys[next++ & (KEYS - 1)], random);
    }

    @Benchmark
    public @Nullable Integer byDraw() {
        return split.choose(null, random);
    }
}
