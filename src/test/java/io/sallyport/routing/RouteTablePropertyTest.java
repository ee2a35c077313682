package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The indexed table gives what looking at every rule gives. Few names are drawn, so that much meets. */
class RouteTablePropertyTest {

    @Property(edgeCases = EdgeCasesMode.NONE)
    void equalsALookAtEveryRule(
            @ForAll("documents") List<Candidate<Integer>> document, @ForAll("requests") List<Head> requests) {
        List<Candidate<Integer>> numbered = IntStream.range(0, document.size())
                .mapToObj(i ->
                        new Candidate<>(document.get(i).host(), document.get(i).match(), i))
                .toList();
        RouteTable.Builder<Integer> builder = RouteTable.builder();
        numbered.forEach(rule -> builder.add(rule.host(), rule.match(), rule.rule()));
        RouteTable<Integer> table = builder.build();

        for (Head request : requests) {
            assertThat(table.match(request)).as(request.toString()).isEqualTo(naive(numbered, request));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whatIsTriedEndsWhereTheMatchEnds(
            @ForAll("documents") List<Candidate<Integer>> document, @ForAll("requests") List<Head> requests) {
        RouteTable.Builder<Candidate<Integer>> builder = RouteTable.builder();
        document.forEach(rule -> builder.add(rule.host(), rule.match(), rule));
        RouteTable<Candidate<Integer>> table = builder.build();

        for (Head request : requests) {
            List<Tried<Candidate<Integer>>> tried = table.tried(request);
            List<Tried<Candidate<Integer>>> passedOver = table.passedOver(request, document.size());
            assertThat(tried.stream().filter(Tried::matches).findFirst().map(Tried::rule))
                    .isEqualTo(Optional.ofNullable(table.match(request)));
            assertThat(tried).allSatisfy(each -> assertThat(each.matches())
                    .isEqualTo(each.match().path().matches(request.path())
                            && each.match().admits(request)));
            assertThat(passedOver).noneMatch(Tried::matches);
            assertThat(tried.size() + passedOver.size())
                    .as("every match of the host is told once")
                    .isEqualTo(document.stream()
                            .filter(rule -> rule.host().matches(request.host()))
                            .count());
        }
    }

    private static @Nullable Integer naive(List<Candidate<Integer>> document, Head head) {
        Comparator<Candidate<Integer>> order = Comparator.<Candidate<Integer>>comparingInt(
                        rule -> -hostRank(rule.host()))
                .thenComparingInt(rule -> -pathRank(rule.match().path()))
                .thenComparingInt(rule -> rule.match().method() == null ? 1 : 0)
                .thenComparingInt(rule -> -rule.match().headers().size())
                .thenComparingInt(rule -> -rule.match().queryParams().size())
                .thenComparingInt(Candidate::rule);
        return document.stream()
                .filter(rule -> rule.host().matches(head.host())
                        && rule.match().path().matches(head.path())
                        && rule.match().admits(head))
                .min(order)
                .map(Candidate::rule)
                .orElse(null);
    }

    private static int hostRank(HostMatch host) {
        if (host instanceof HostMatch.Exact) {
            return Integer.MAX_VALUE;
        }
        return host instanceof HostMatch.Wildcard wildcard ? wildcard.suffix().length() : 0;
    }

    private static int pathRank(PathMatch path) {
        if (path instanceof PathMatch.Exact) {
            return Integer.MAX_VALUE;
        }
        return path instanceof PathMatch.Prefix prefix ? prefix.value().length() : -1;
    }

    @Provide
    Arbitrary<List<Candidate<Integer>>> documents() {
        return Combinators.combine(hosts(), matches())
                .as((host, match) -> new Candidate<>(host, match, 0))
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Head>> requests() {
        Arbitrary<Map<String, String>> values =
                Arbitraries.maps(names(), Arbitraries.of("1", "2")).ofMaxSize(3);
        return Combinators.combine(methods(), hostnames(), paths(), values, values)
                .as(Head::new)
                .list()
                .ofSize(20);
    }

    private static Arbitrary<HostMatch> hosts() {
        return Arbitraries.oneOf(
                hostnames().map(HostMatch::of),
                hostnames().map(name -> HostMatch.of("*." + name)),
                Arbitraries.just(HostMatch.any()));
    }

    private static Arbitrary<RouteMatch> matches() {
        Arbitrary<List<ValueMatch>> values = Combinators.combine(names(), Arbitraries.of("1", "2"))
                .as(ValueMatch::exact)
                .list()
                .ofMaxSize(2);
        return Combinators.combine(pathMatches(), values, values, methods().injectNull(0.6))
                .as(RouteMatch::new);
    }

    private static Arbitrary<PathMatch> pathMatches() {
        return Arbitraries.oneOf(
                paths().map(PathMatch::exact),
                paths().map(path -> PathMatch.prefix("/" + path)),
                paths().map(PathMatch::prefix),
                paths().map(path -> PathMatch.regex(path + ".?")));
    }

    private static Arbitrary<String> hostnames() {
        return Arbitraries.of("a", "b", "ab").list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels));
    }

    private static Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "ab", "")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(segments -> "/" + String.join("/", segments));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("x", "y", "z");
    }

    private static Arbitrary<String> methods() {
        return Arbitraries.of("GET", "POST");
    }
}
