package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableScaleTest {

    private static final int ROUTES = 10_000;

    @Test
    void looksOnlyAtTheMatchesOfTheRequestsHostAndPath() {
        RouteTable<Integer> table = routes();
        AtomicInteger looks = new AtomicInteger();

        assertThat(table.match(counting("h77.example.com", "/a/b/p77/x", looks)))
                .isEqualTo(77);
        assertThat(looks).hasValue(1);
        assertThat(table.match(counting("shop.example.org", "/p9999/x", looks))).isEqualTo(9999 + ROUTES);
        assertThat(looks).hasValue(2);
    }

    @Test
    void allocatesNothingForAMatch() {
        RouteTable<Integer> table = routes();
        List<Head> heads = List.of(
                Head.get("h77.example.com", "/a/b/p77/x"),
                Head.get("www.shop.example.org", "/p9999/x"),
                Head.get("nobody.example.net", "/none"),
                Head.get("h77.example.com", "/none"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        matchAll(table, heads);
        long before = threads.getCurrentThreadAllocatedBytes();
        matchAll(table, heads);
        long perMatch = (threads.getCurrentThreadAllocatedBytes() - before) / (1000L * heads.size());

        assertThat(perMatch).isZero();
    }

    /** Quadratic work over these would take hours. */
    @Test
    void longPathsAndHostsTakeLinearTime() {
        RouteTable<Integer> table = RouteTable.<Integer>builder()
                .add(HostMatch.any(), prefix("/a".repeat(100_000)), 1)
                .add(HostMatch.any(), prefix("//".repeat(100_000) + "b"), 2)
                .add(HostMatch.of("*" + ".a".repeat(100_000)), prefix("/"), 3)
                .build();

        assertThat(table.match(Head.get("/a".repeat(1_000_000)))).isEqualTo(1);
        assertThat(table.match(Head.get("/".repeat(2_000_000)))).isNull();
        assertThat(table.match(Head.get("a" + ".a".repeat(1_000_000), "/"))).isEqualTo(3);
        assertThat(table.match(Head.get(".".repeat(2_000_000), "/"))).isNull();
    }

    private static RouteTable<Integer> routes() {
        RouteTable.Builder<Integer> builder = RouteTable.builder();
        for (int i = 0; i < ROUTES; i++) {
            builder.add(HostMatch.of("h" + i + ".example.com"), prefix("/a/b/p" + i), i);
            builder.add(HostMatch.of("*.example.org"), prefix("/p" + i), i + ROUTES);
        }
        return builder.build();
    }

    private static void matchAll(RouteTable<Integer> table, List<Head> heads) {
        for (int i = 0; i < 1000; i++) {
            for (int j = 0; j < heads.size(); j++) {
                table.match(heads.get(j));
            }
        }
    }

    private static RouteMatch prefix(String prefix) {
        return new RouteMatch(PathMatch.prefix(prefix), List.of(), List.of(), "GET");
    }

    /** Each match that is looked at asks for the method. */
    private static RequestHead counting(String host, String path, AtomicInteger looks) {
        return new RequestHead() {
            @Override
            public String method() {
                looks.incrementAndGet();
                return "GET";
            }

            @Override
            public String host() {
                return host;
            }

            @Override
            public String path() {
                return path;
            }

            @Override
            public @Nullable String header(String lowerCaseName) {
                return null;
            }

            @Override
            public @Nullable String queryParam(String name) {
                return null;
            }
        };
    }
}
