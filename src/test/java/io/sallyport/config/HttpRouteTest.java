package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPRoutes of the Gateway API behind the gateway's own document. */
class HttpRouteTest {

    private static final String HEAD = """
            listeners:
              - {name: web, port: 8080, protocol: HTTP}
              - {name: admin, port: 8081, protocol: HTTP}
              - {name: shop, port: 8081, protocol: HTTP, hostname: "*.example.com"}
            backends:
              - {name: app, endpoints: ["http://app:8080"]}
            """;
    private static final String ROUTE = """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: all, namespace: store}
            spec:
              parentRefs: [{name: outside}]
              rules:
                - backendRefs: [{name: app, port: 80}]
            """;

    @Test
    void meansWhatTheGatewaysOwnWordsMean() {
        String own = HEAD + """
                routes:
                  - name: all
                    listeners: [web, shop]
                    hostnames: [a.example.com]
                    rules:
                      - name: one
                        matches: [{path: {type: Exact, value: /a}, method: GET}]
                        filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [x-a]}}]
                        backendRefs: [{name: app, weight: 3}]
                        timeouts: {request: 5s}
                        retry: {attempts: 1, codes: [503]}
                """;
        String pasted = HEAD + """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: all}
                spec:
                  parentRefs: [{name: outside, sectionName: web}, {name: outside, sectionName: shop}]
                  hostnames: [a.example.com]
                  rules:
                    - name: one
                      matches: [{path: {type: Exact, value: /a}, method: GET}]
                      filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [x-a]}}]
                      backendRefs: [{group: "", kind: Service, name: app, namespace: any, port: 1, weight: 3}]
                      timeouts: {request: 5s}
                      retry: {codes: [503]}
                """;
        assertThat(Documents.parsed(pasted).spec())
                .isEqualTo(Documents.parsed(own).spec());
    }

    @Test
    void isKnownByItsNamespaceAndName() {
        assertThat(Documents.parsed(HEAD + ROUTE).spec().routes())
                .extracting(RouteSpec::name)
                .containsExactly("store/all");
        assertThat(Documents.parsed(HEAD + ROUTE.replace(", namespace: store", ""))
                        .spec()
                        .routes())
                .extracting(RouteSpec::name)
                .containsExactly("all");
    }

    @Test
    void comesAfterTheGatewaysOwnRoutesInTheOrderOfTheText() {
        String document = HEAD + "routes: [{name: own, rules: [{backendRefs: [{name: app}]}]}]\n" + ROUTE
                + ROUTE.replace("store", "cart");
        assertThat(Documents.parsed(document).spec().routes())
                .extracting(RouteSpec::name)
                .containsExactly("own", "store/all", "cart/all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: outside} | ''",
                "{name: outside, sectionName: web} | web",
                "{name: outside, port: 8081} | admin, shop",
                "{name: outside, sectionName: shop, port: 8081} | shop",
                "'{name: outside, sectionName: web}, {name: other, sectionName: web}' | web",
                "'{name: outside, sectionName: web}, {name: outside, port: 8081}' | web, admin, shop",
                "'{name: outside, sectionName: web}, {name: outside}' | ''",
                "'{group: gateway.networking.k8s.io, kind: Gateway, namespace: infra, name: outside}' | ''",
            })
    void countsOnTheListenersOfItsParents(String parents, String listeners) {
        String document = HEAD + ROUTE.replace("{name: outside}", parents);
        assertThat(Documents.parsed(document).spec().routes().get(0).listeners())
                .containsExactlyInAnyOrderElementsOf(listeners.isEmpty() ? List.of() : List.of(listeners.split(", ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: app}",
                "{name: app, port: 80}",
                "{name: app, port: 80, namespace: store}",
            })
    void takesAReferenceThatFitsTheBackendsService(String reference) {
        String document = HEAD.replace("{name: app,", "{name: app, service: store/any-name:80,")
                + ROUTE.replace("{name: app, port: 80}", reference);
        assertThat(Documents.parsed(document).spec().backends().get(0).service())
                .isEqualTo(new ServiceSpec("store", "any-name", 80));
    }

    @Test
    void takesWhateverStandsInMetadataAndStatus() {
        String document = HEAD + ROUTE.replace("namespace: store}", """
                namespace: store, generation: 3, managedFields: [{fieldsV1: {"f:spec": {".": {}}}}],
                  annotations: {a/b: "{}"}}
                status: {parents: [{conditions: [{status: "True"}]}]}""");
        assertThat(Documents.parsed(document).spec())
                .isEqualTo(Documents.parsed(HEAD + ROUTE).spec());
    }

    @Test
    void withoutRulesTakesEveryRequest() {
        String document = HEAD + ROUTE.substring(0, ROUTE.indexOf("  rules:"));
        RouteSpec route = Documents.parsed(document).spec().routes().get(0);
        assertThat(route.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.matches()).isEmpty();
            assertThat(rule.backendRefs()).isEmpty();
        });
    }

    @Test
    void isBoundInSizeTogetherWithTheGatewaysOwnDocument() {
        byte[] document = (HEAD + ROUTE).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(new SpecParser().parse(document, document.length)).isInstanceOf(ParseResult.Parsed.class);
        assertThat(new SpecParser().parse(document, document.length - 1)).isInstanceOf(ParseResult.Refused.class);
    }

    @Test
    void theSampleSaysWhatTheGatewaysOwnWordsWouldSay() throws IOException {
        GatewayDocument sample = Documents.parsed(Files.readString(Path.of("config", "httproutes.yaml")));
        RouteSpec store = sample.spec().routes().get(0);
        assertThat(sample.warnings()).isEmpty();
        assertThat(sample.spec().routes()).extracting(RouteSpec::name).containsExactly("shop/store", "shop/to-https");
        assertThat(store.listeners()).containsExactly("https");
        assertThat(store.rules().get(1).backendRefs())
                .extracting(BackendRefSpec::weight)
                .containsExactly(90, 10);
        assertThat(store.rules().get(1).timeouts())
                .isEqualTo(new TimeoutsSpec(
                        Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofMinutes(5), Duration.ofHours(1)));
    }
}
