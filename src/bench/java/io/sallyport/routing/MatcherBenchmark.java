package io.sallyport.routing;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which rule a request belongs to, by how many routes there are. Half have a host each, half share one wildcard. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatcherBenchmark {

    /** Requests in turn, so that neither branches nor caches learn a single one; a power of two. */
    private static final int REQUESTS = 256;

    @Param({"10", "1000", "10000"})
    private int routes;

    private RouteTable<Integer> table;
    private final Head[] ofOwnHosts = new Head[REQUESTS];
    private final Head[] ofOneWildcard = new Head[REQUESTS];
    private final Head[] ofNobody = new Head[REQUESTS];
    private int next;

    @Setup
    public void routes() {
        RouteTable.Builder<Integer> builder = RouteTable.builder();
        int half = routes / 2;
        for (int i = 0; i < half; i++) {
            builder.add(HostMatch.of("h" + i + ".example.com"), prefix("/api/p" + i), i);
            builder.add(HostMatch.of("*.example.org"), prefix("/api/p" + i), i + half);
        }
        table = builder.build();
        for (int i = 0; i < REQUESTS; i++) {
            int route = (int) ((long) i * half / REQUESTS);
            ofOwnHosts[i] = new Head("h" + route + ".example.com", "/api/p" + route + "/items/7");
            ofOneWildcard[i] = new Head("shop.example.org", "/api/p" + route + "/items/7");
            ofNobody[i] = new Head("h" + route + ".example.com", "/other/p" + route);
        }
    }

    @Benchmark
    public @Nullable Integer ownHost() {
        return table.match(turn(ofOwnHosts));
    }

    @Benchmark
    public @Nullable Integer sharedWildcardHost() {
        return table.match(turn(ofOneWildcard));
    }

    @Benchmark
    public @Nullable Integer noRoute() {
        return table.match(turn(ofNobody));
    }

    private Head turn(Head[] heads) {
        return heads[next++ & (REQUESTS - 1)];
    }

    private static RouteMatch prefix(String prefix) {
        return new RouteMatch(PathMatch.prefix(prefix), List.of(), List.of(), null);
    }

    private record Head(String host, String path) implements RequestHead {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public @Nullable String header(String lowerCaseName) {
            return null;
        }

        @Override
        public @Nullable String queryParam(String name) {
            return null;
        }
    }
}
