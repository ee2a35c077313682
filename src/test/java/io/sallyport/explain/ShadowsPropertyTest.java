package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.Violation;
import io.sallyport.config.WarningKind;
import io.sallyport.snapshot.DryRun;
import io.sallyport.snapshot.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A rule of which it is said that no request reaches it is reached by none. Few words are drawn, so that much meets. */
class ShadowsPropertyTest {

    private static final String HEAD = """
            listeners:
              - {name: web, port: 8080, protocol: HTTP}
              - {name: shop, port: 8081, protocol: HTTP, hostname: "*.b"}
            backends: [{name: app, endpoints: ["http://app:8080"]}]
            routes:
            """;

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whatIsSaidToBeUnreachableIsNeverReached(
            @ForAll("routes") List<String> routes, @ForAll("questions") List<Question> questions) {
        GatewayDocument document = Shop.document(HEAD
                + IntStream.range(0, routes.size())
                        .mapToObj(i -> "  - {name: r" + i + ", " + routes.get(i) + "}\n")
                        .collect(Collectors.joining()));
        Set<String> unreachable = document.warnings().stream()
                .filter(warning -> warning.kind() == WarningKind.UNREACHABLE_RULE)
                .map(Violation::field)
                .collect(Collectors.toSet());
        Snapshot snapshot = DryRun.of(document, null);

        for (Question question : questions) {
            Explanation told = Explainer.explain(snapshot, question);
            assertThat(told.rule()).satisfiesAnyOf(rule -> assertThat(rule).isNull(), rule -> assertThat(
                            rule.place().field())
                    .isNotIn(unreachable));
        }
    }

    @Provide
    Arbitrary<List<String>> routes() {
        Arbitrary<String> hosts =
                Arbitraries.of("", "hostnames: [a.b], ", "hostnames: ['*.b'], ", "hostnames: [a.b, c.b], ");
        Arbitrary<String> rules = matches()
                .list()
                .ofMinSize(0)
                .ofMaxSize(2)
                .map(matches -> "{matches: " + matches + ", backendRefs: [{name: app}]}");
        return Combinators.combine(hosts, rules.list().ofMinSize(1).ofMaxSize(3))
                .as((host, all) -> host + "rules: " + all)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static Arbitrary<String> matches() {
        Arbitrary<String> paths = Arbitraries.of(
                "{type: Exact, value: /x}",
                "{value: /}",
                "{value: /x}",
                "{value: /x/}",
                "{type: RegularExpression, value: '.*'}",
                "{type: RegularExpression, value: '/x.*'}",
                "{type: RegularExpression, value: '/x/.*'}",
                "{type: RegularExpression, value: '/x/?y'}",
                "{type: RegularExpression, value: '/x/y|/y'}");
        Arbitrary<String> others = Arbitraries.of(
                "",
                ", method: GET",
                ", headers: [{name: h, value: '1'}]",
                ", headers: [{name: H, value: '1'}], method: GET");
        return Combinators.combine(paths, others).as((path, other) -> "{path: " + path + other + "}");
    }

    @Provide
    Arbitrary<List<Question>> questions() {
        return Combinators.combine(
                        Arbitraries.of("GET", "POST"),
                        Arbitraries.of("a.b", "c.b", "d.b", "e", "a.b:8081", "c.b:8081"),
                        Arbitraries.of("/", "/x", "/xy", "/x/y", "/y", "/x/", "/x/z"),
                        Arbitraries.of(List.<String>of(), List.of("h: 1")))
                .as((method, host, path, headers) -> Question.of(method + " http://" + host + path, headers))
                .list()
                .ofSize(30);
    }
}
