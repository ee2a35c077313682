package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {

    @Test
    void theSameDocumentChangesNothing() {
        assertThat(between(Shop.DOCUMENT, "# a comment\n" + Shop.DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostname: admin.example.com | hostname: ops.example.com"
                        + " | listener admin: hostname: admin.example.com -> ops.example.com",
                "port: 8080, | port: 8081, | listener plain: port: 8080 -> 8081",
                "admin/tls.crt | new/tls.crt | listener admin: certificate new/tls.crt: added",
                "http://v1.shop.svc:8080 | http://v3.shop.svc:8080 | backend v1: endpoint http://v1.shop.svc:8080: gone",
                "hostnames: [shop.example.com] | hostnames: [a.example.com]"
                        + " | route reviews: hostnames: shop.example.com -> a.example.com",
                "{name: v2, weight: 10} | {name: v2, weight: 90}"
                        + " | route reviews, rule 1: weight of v2: 10 (10 %) -> 90 (50 %)",
                "', {name: v2, weight: 10}' | '' | route reviews, rule 1: weight of v2: gone, was 10 (10 %)",
                "request: 10s | request: 20s | route reviews, rule 1: timeouts.request: 10s -> 20s",
                "attempts: 2 | attempts: 3"
                        + " | 'route reviews, rule 1: retry: at most 2 after 502, 503, backoff 25ms -> at most 3 after 502,"
                        + " 503, backoff 25ms'",
                "sticky: {cookie: {name: canary, issue: true}} | sticky: {header: x-user}"
                        + " | 'route reviews, rule 1: sticky: cookie canary, issued for 0s -> header x-user'",
                "method: GET | method: POST"
                        + " | 'route reviews, rule 2: match RegularExpression /rev.*, method POST: added'",
                "name: testers | name: testing"
                        + " | 'route reviews, rule testing: added: match PathPrefix /reviews, header x-canary Exact"
                        + " \"always\"; weight of v2 1 (100 %); timeouts.request 0s; timeouts.backendRequest 30s;"
                        + " timeouts.streamIdle 5m; timeouts.tunnelIdle 1h; upgrades websocket'",
                "backendRefs: [{name: v2}] | 'filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]'"
                        + " | 'route reviews, rule testers: filter RequestRedirect 302 scheme https: added'",
                "backendRefs: [{name: v2}] | 'backendRefs: [{name: v2, filters: [{type: RequestHeaderModifier,"
                        + " requestHeaderModifier: {remove: [x-a]}}]}]' | 'route reviews, rule testers: filter on v2"
                        + " RequestHeaderModifier remove x-a: added'",
                "protocol: HTTP} | 'protocol: HTTP, answerHeaders: true}' | listener plain: answerHeaders: none -> yes",
                "name: nothing | name: something | route nothing: gone",
            })
    void tellsAChangeInWords(String old, String now, String line) {
        assertThat(Shop.DOCUMENT).contains(old);

        assertThat(between(Shop.DOCUMENT, Shop.DOCUMENT.replace(old, now))).contains(line);
    }

    @Test
    void tellsSessionsAndTheirKeys() {
        String keyed = "sessions: {keyFiles: [%s]}\n" + Shop.DOCUMENT;
        String session =
                "sessionPersistence: {sessionName: s, absoluteTimeout: 1h, cookieConfig: {lifetimeType: Permanent}}";

        assertThat(between(
                        keyed.formatted("a"),
                        keyed.formatted("b, a").replace("sticky: {cookie: {name: canary, issue: true}}", session)))
                .containsExactlyInAnyOrder(
                        "sessions: keyFiles: a -> b, a",
                        "route reviews, rule 1: sticky: cookie canary, issued for 0s -> none",
                        "route reviews, rule 1: sessionPersistence: none -> Cookie s, at most 1h, Permanent");
    }

    @Test
    void onlyTheOrderOfRoutesAndRulesDecides() {
        String both = """
                listeners: [{name: web, port: 8080, protocol: HTTP}]
                backends: [{name: %1$s, endpoints: ["http://%1$s:80"]}, {name: %2$s, endpoints: ["http://%2$s:80"]}]
                routes: [{name: %3$s, rules: [{}]}, {name: %4$s, rules: [{}]}]
                """;

        assertThat(between(both.formatted("a", "b", "c", "d"), both.formatted("b", "a", "c", "d")))
                .isEmpty();
        assertThat(between(both.formatted("a", "b", "c", "d"), both.formatted("a", "b", "d", "c")))
                .containsExactly("routes: another order of what is in both: it decides between equal matches");
    }

    private static List<String> between(String old, String now) {
        return Changes.between(Shop.document(old).spec(), Shop.document(now).spec());
    }
}
