package io.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.sallyport.config.Violation;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.Question;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten thousand routes are read, warned of and compiled within two seconds, and asked about at once. Held here tenfold, in
 * CPU time, on shared machines; the log has what it was.
 */
class LargeDocumentTest {

    private static final Logger LOG = Logger.getLogger(LargeDocumentTest.class);
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int ROUTES = 10_000;
    private static final long LIMIT_MILLIS = 20_000;

    @ParameterizedTest
    @CsvSource({"own words, r", "HTTPRoutes, shop/r"})
    void tenThousandRoutesAreReadCompiledAndExplained(String form, String name) {
        byte[] text = (form.startsWith("own") ? own() : httpRoutes()).getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3; round++) {
            long start = CPU.getCurrentThreadCpuTime();
            GatewayDocument document = parsed(text);
            long read = millisSince(start);
            Snapshot snapshot = DryRun.of(document, null);
            long compiled = millisSince(start);
            String rule = Objects.requireNonNull(
                            Explainer.explain(snapshot, Question.of("GET http://h9999.example.com/p9999/x", List.of()))
                                    .rule())
                    .place()
                    .route();
            LOG.infof(
                    "%s: %d bytes read in %d ms of CPU, compiled after %d ms, explained after %d ms",
                    form, text.length, read, compiled, millisSince(start));
            assertThat(rule).isEqualTo(name + 9999);
            assertThat(document.warnings()).extracting(Violation::found).contains("a rule that no request reaches");
            assertThat(millisSince(start)).isLessThan(LIMIT_MILLIS);
        }
    }

    private static long millisSince(long start) {
        return (CPU.getCurrentThreadCpuTime() - start) / 1_000_000;
    }

    private static GatewayDocument parsed(byte[] text) {
        ParseResult result = new SpecParser().parse(text, 8 << 20);
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.document();
        }
        throw new AssertionError(result);
    }

    private static String own() {
        return head() + "routes:\n" + each("""
                          - name: r%1$d
                            hostnames: [h%1$d.example.com]
                            rules:
                              - name: testers
                                matches: [{path: {value: /p%1$d}, headers: [{name: x-canary, value: always}]}]
                                backendRefs: [{name: app, weight: 1}]
                              - matches: [{path: {type: PathPrefix, value: /p%1$d}}, {path: {type: Exact, value: /e}}]
                                backendRefs: [{name: app, weight: 90}]
                                timeouts: {request: 10s, backendRequest: 3s}
                        """) + """
                          - name: again
                            hostnames: [h1.example.com]
                            rules: [{matches: [{path: {value: /p1}}], backendRefs: [{name: app}]}]
                        """;
    }

    private static String httpRoutes() {
        return head() + each("""
                        ---
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata: {name: r%1$d, namespace: shop, labels: {app: shop}}
                        spec:
                          parentRefs: [{name: outside, sectionName: web}]
                          hostnames: [h%1$d.example.com]
                          rules:
                            - name: testers
                              matches: [{path: {value: /p%1$d}, headers: [{name: x-canary, value: always}]}]
                              backendRefs: [{name: app, port: 8443, weight: 1}]
                            - matches: [{path: {type: PathPrefix, value: /p%1$d}}, {path: {type: Exact, value: /e}}]
                              backendRefs: [{name: app, port: 8443, weight: 90}]
                              timeouts: {request: 10s, backendRequest: 3s}
                        """) + """
                        ---
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata: {name: again, namespace: shop}
                        spec:
                          parentRefs: [{name: outside, sectionName: web}]
                          hostnames: [h1.example.com]
                          rules: [{matches: [{path: {value: /p1}}], backendRefs: [{name: app, port: 8443}]}]
                        """;
    }

    private static String head() {
        return """
                listeners:
                  - {name: web, port: 8080, protocol: HTTP}
                backends:
                  - {name: app, endpoints: ["https://app:8443"], tls: {caFile: ca.crt}, service: shop/app:8443}
                """;
    }

    private static String each(String route) {
        return IntStream.range(0, ROUTES).mapToObj(route::formatted).collect(Collectors.joining());
    }
}
