package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ParseResult.Parsed;
import io.sallyport.config.ParseResult.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that is read after another one is read as if there had been none before. */
class RouteMemoryTest {

    private static final String HEAD = """
            listeners:
              - {name: web, port: 8080, protocol: HTTP}
            backends:
              - {name: shop, endpoints: ["http://shop:8080"]}
            """;
    private static final String ROUTES = """
            # those of the shop
            routes:

              # the first
              - name: a
                rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: shop}]}]
              - {name: b, rules: [{matches: [{path: {value: /b}}], backendRefs: [{name: shop}],
                retry: {attempts: 1}}]}

              -   name: c
                  rules:
                  - matches:
                    - path: {value: /c}
                      headers: [{name: x, value: "several
              - lines"}]
                    backendRefs:
                      - name: shop
                      - {name: shop-2, weight: 0}
              # of the next one
              - name: d
                hostnames:
                - d.example.com
                rules:
                  - matches:
                    - path: {value: /d}
                      headers:
                        - name: y
                          value: >-
                            - folded
                            text
                    backendRefs: [{name: shop}]
              - {name: e, rules: [{matches: [{path: {value: /e}}], backendRefs: [{name: shop}]}]}
              - name:
                  f
                rules: [{matches: [{path: {value: /f}}], backendRefs: [{name: shop}], timeouts: {request: 1s}}]
              - {name: g, rules: [{matches: [{path: {value: /g}}], backendRefs: [{name: shop}]}]}
            """;
    private static final String SAMPLE = HEAD + "  - {name: shop-2, endpoints: [\"http://shop:8081\"]}\n" + ROUTES
            + "sessions: {keyFiles: [a.key]}\n";
    private static final String HTTP_ROUTE = """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: h}
            spec: {parentRefs: [{name: web}], rules: [{matches: [{path: {value: /h}}], backendRefs: [{name: shop, port: 8080}]}]}
            """;
    private static final List<String> PIECES = List.of(
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            "- ",
            "  - ",
            "\n",
            "\n  - ",
            "# ",
            "|",
            ">",
            "?",
            ": ",
            "&a ",
            "*a",
            "---\n",
            "...\n",
            "routes:\n",
            "\t",
            "  ",
            "\r\n",
            "\u2028",
            "\u00e9",
            "!x ",
            "%",
            "- - ",
            "{name: z, rules: [{}]}\n");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aChangedDocumentReadsAsIfItWereTheFirst(int form) {
        String sample = sample(form);
        Random random = new Random(form);
        int reused = 0;
        int taken = 0;
        for (int series = 0; series < 100; series++) {
            SpecParser parser = new SpecParser(0);
            String text = sample;
            read(parser, text);
            for (int step = 0; step < 12; step++) {
                String changed = changed(text, random);
                ParseResult result = read(parser, changed);
                assertThat(described(result)).as(changed).isEqualTo(described(read(new SpecParser(0), changed)));
                if (result instanceof Parsed parsed) {
                    text = changed;
                    taken++;
                    reused += known(parsed.document()) > 0 ? 1 : 0;
                }
            }
        }
        assertThat(taken).isGreaterThan(100);
        // Of a line within quotes that looks like a route nothing is remembered.
        assertThat(reused).isGreaterThan(form == 3 ? -1 : taken / 4);
    }

    @Test
    void whatHasNotChangedIsNotReadAgain() {
        SpecParser parser = new SpecParser(0);
        read(parser, SAMPLE.replace("several\n  - lines", "one"));
        String changed = SAMPLE.replace("several\n  - lines", "one").replace("/e", "/else");
        GatewayDocument document = ((Parsed) read(parser, "# more\n" + changed)).document();
        // Neither the first and the last, nor the changed one; b and c have a warning to give.
        assertThat(IntStream.range(0, 7).filter(i -> route(document, i).known() != null))
                .containsExactly(3, 5);
        assertThat(route(document, 3).line()).isEqualTo(25);
    }

    @Test
    void aWarningIsGivenAgainAtItsPlace() {
        SpecParser parser = new SpecParser(0);
        read(parser, sample(0));
        GatewayDocument moved = ((Parsed) read(parser, "\n\n" + sample(0).replace("/e", "/else"))).document();
        assertThat(moved.warnings())
                .isEqualTo(Documents.parsed("\n\n" + sample(0).replace("/e", "/else"))
                        .warnings());
        assertThat(moved.warnings()).extracting(Violation::kind).contains(WarningKind.DEVIATION);
    }

    /** The quote takes in routes that have not changed. */
    @Test
    void aRouteWithinQuotesIsNone() {
        SpecParser parser = new SpecParser(0);
        read(parser, sample(0));
        String quoted = sample(0)
                .replace("  - name: a\n", "  - name: \"a\n")
                .replace("  - {name: g, ", "  - \"\n  - {name: g, ");
        assertThat(described(read(parser, quoted))).isEqualTo(described(Documents.parse(quoted)));
        assertThat(read(parser, quoted)).isInstanceOf(Refused.class);
    }

    private static String sample(int form) {
        String several = form == 3 ? SAMPLE : SAMPLE.replace("several\n  - lines", "several lines");
        String routes = several.substring(several.indexOf("routes:"), several.indexOf("sessions:"));
        return switch (form) {
            case 1 -> several.replace(routes, routes.replace("\n  ", "\n"));
            case 2 -> several + HTTP_ROUTE;
            default -> several;
        };
    }

    private static ParseResult read(SpecParser parser, String text) {
        return parser.parse(text.getBytes(StandardCharsets.UTF_8), Documents.MAX_BYTES);
    }

    private static FieldPath route(GatewayDocument document, int i) {
        return document.root().field("routes").index(i);
    }

    private static long known(GatewayDocument document) {
        return IntStream.range(0, document.spec().routes().size())
                .filter(i -> route(document, i).known() != null)
                .count();
    }

    private static String changed(String text, Random random) {
        String changed = text;
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            changed = random.nextInt(3) == 0 ? withPiece(changed, random) : withLines(changed, random);
        }
        return changed;
    }

    private static String withPiece(String text, Random random) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(3));
        return text.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(to);
    }

    /** Some lines are left out, written twice, or moved; or a letter that names something becomes another. */
    private static String withLines(String text, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int from = random.nextInt(lines.size());
        int to = Math.min(lines.size(), from + 1 + random.nextInt(3));
        List<String> some = List.copyOf(lines.subList(from, to));
        switch (random.nextInt(5)) {
            case 0 -> lines.subList(from, to).clear();
            case 1 -> lines.addAll(random.nextInt(lines.size()), some);
            case 2 -> {
                lines.subList(from, to).clear();
                lines.addAll(random.nextInt(lines.size() + 1), some);
            }
            case 3 -> lines.add(from, "  # note " + random.nextInt(9));
            default -> lines.set(from, lines.get(from).replaceFirst("/[a-h]", "/n" + random.nextInt(99)));
        }
        return String.join("\n", lines);
    }

    private static String described(ParseResult result) {
        if (result instanceof Refused refused) {
            return refused.toString();
        }
        GatewayDocument document = ((Parsed) result).document();
        StringBuilder places = new StringBuilder();
        describe(document.root(), places);
        document.routes().forEach(route -> describe(route, places));
        return document.revision() + document.spec() + document.warnings() + places;
    }

    /** Every value with its place, and every key. */
    private static void describe(FieldPath at, StringBuilder into) {
        YamlNode node = at.node();
        into.append(at.violation(node == null ? "nothing" : node.describe(), ""))
                .append('\n');
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> {
                into.append(at.violation(entry.key(), "a key", "")).append('\n');
                describe(at.field(entry.key().text()), into);
            });
        } else if (node instanceof YamlNode.Sequence list) {
            IntStream.range(0, list.items().size()).forEach(i -> describe(at.index(i), into));
        }
    }
}
