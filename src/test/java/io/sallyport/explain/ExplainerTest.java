package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.explain.Explanation.Copy;
import io.sallyport.explain.Explanation.Division;
import io.sallyport.explain.Explanation.Door;
import io.sallyport.explain.Explanation.Part;
import io.sallyport.explain.Explanation.Sent;
import io.sallyport.explain.Explanation.Step;
import io.sallyport.explain.Explanation.Taken;
import io.sallyport.routing.Unmet;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.telemetry.Reason;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainerTest {

    @Test
    void namesWhatWasTriedInTheMatchersOrderWithTheConditionThatFailed() {
        Explanation told = Shop.explain("POST https://shop.example.com/reviews/7", "x-canary: never");

        assertThat(told.tried())
                .extracting(step -> step.place().rule(), Step::path, Step::unmet)
                .containsExactly(
                        tuple("testers", "PathPrefix /reviews", new Unmet("header x-canary Exact \"always\"", "never")),
                        tuple("1", "PathPrefix /reviews", null),
                        tuple("2", "RegularExpression /rev.*", new Unmet("method GET", "POST")));
        assertThat(rule(told).place().field()).isEqualTo("routes[0].rules[1]");
        assertThat(rule(told).place().line()).isEqualTo(29);
        assertThat(told.reason()).isEqualTo(Reason.NONE);
        assertThat(told.status()).isZero();
    }

    @Test
    void namesWhatWasNotTriedWhereNothingMatches() {
        Explanation told = Shop.explain("GET https://shop.example.com/about");

        assertThat(told.reason()).isEqualTo(Reason.NO_ROUTE);
        assertThat(told.status()).isEqualTo(404);
        assertThat(told.rule()).isNull();
        assertThat(told.tried()).extracting(Step::path).containsExactly("RegularExpression /rev.*");
        assertThat(told.passedOver())
                .extracting(Step::path)
                .containsExactlyInAnyOrder("PathPrefix /reviews", "PathPrefix /reviews", "Exact /nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "GET https://shop.example.com/r/..%2fx,      BAD_REQUEST, 400",
        "GET https://shop.example.com/%2E;/x,       BAD_REQUEST, 400",
        "TRACE https://shop.example.com/,           METHOD_NOT_ALLOWED, 405",
        "GET https://example.com/,                  NO_ROUTE, 404",
        "GET https://shop.example.com/nothing?q=1,  NO_BACKEND, 500",
        "GET https://shop.example.com/rev,          NO_WEIGHT, 503",
    })
    void saysWhyTheGatewayAnswersItself(String request, Reason reason, int status) {
        Explanation told = Shop.explain(request);

        assertThat(told.reason()).isEqualTo(reason);
        assertThat(told.status()).isEqualTo(status);
    }

    @Test
    void anUpgradeIsRefused() {
        assertThat(Shop.explain("GET https://shop.example.com/reviews/7", "connection: upgrade", "upgrade: irc")
                        .reason())
                .isEqualTo(Reason.UPGRADE_REFUSED);
    }

    @Test
    void anSniOfAnotherListenerIsMisdirected() {
        Question question = Question.of("GET https://shop.example.com/reviews", List.of());
        Snapshot snapshot = Shop.snapshot(Shop.DOCUMENT);

        assertThat(Explainer.explain(snapshot, question.withServerName("admin.example.com"))
                        .status())
                .isEqualTo(421);
        assertThat(Explainer.explain(snapshot, question.withServerName(null)).reason())
                .isEqualTo(Reason.NONE);
    }

    @Test
    void findsThePortByUrlOrByScheme() {
        assertThat(door("GET https://shop.example.com/").listener()).isEqualTo("public");
        assertThat(door("GET https://admin.example.com/").listener()).isEqualTo("admin");
        assertThat(door("GET http://shop.example.com/").listener()).isEqualTo("plain");
        assertThat(door("GET http://shop.example.com:8080/").port()).isEqualTo(8080);
        assertThat(door("GET https://shop.example.com:443/").port()).isEqualTo(8443);
    }

    @Test
    void withoutFilesEveryCertificateOfThePortIsPossible() {
        Door door = door("GET https://shop.example.com/");

        assertThat(door.certificates()).containsExactly("public/tls.crt", "admin/tls.crt");
        assertThat(door.clientCertificate()).isEqualTo("asked for, none is presented");
        assertThat(door("GET http://shop.example.com/").clientCertificate()).isNull();
    }

    @Test
    void aKeyDecidesForOneBackendAndItsScoreIsTheHighest() {
        Division division = division(Shop.explain("GET https://shop.example.com/reviews", "cookie: canary=abc"));

        assertThat(division.by()).isEqualTo("cookie canary");
        assertThat(division.keyHash()).matches("[0-9a-f]{16}");
        assertThat(division.parts())
                .extracting(Part::backend, Part::weight, Part::percent)
                .containsExactly(tuple("v1", 90, 90.0), tuple("v2", 10, 10.0));
        Part best = division.parts().stream()
                .max(Comparator.comparingDouble(Part::score))
                .orElseThrow();
        assertThat(division.backends()).containsExactly(best.backend());
        assertThat(division.parts().get(1).endpoints())
                .containsExactly("http://v2.shop.svc:8080", "http://[2001:db8::1]:8080");
    }

    @Test
    void withoutAKeyEveryBackendWithAWeightMayBeChosen() {
        Division division = division(Shop.explain("GET https://shop.example.com/reviews"));

        assertThat(division.key()).isNull();
        assertThat(division.issued()).isTrue();
        assertThat(division.backends()).containsExactly("v1", "v2");
    }

    @Test
    void tellsTheRequestAsItWouldBeSent() {
        Explanation told = Shop.explain(
                "GET https://Shop.example.com:8443/reviews/7?x=1",
                "X-Forwarded-For: 10.0.0.1",
                "x-sallyport-rule: other",
                "connection: x-hop",
                "x-hop: 1",
                "accept: text/html");

        assertThat(told.dropped()).containsExactlyInAnyOrder("X-Forwarded-For", "x-sallyport-rule", "x-hop");
        assertThat(sent(told).method()).isEqualTo("GET");
        assertThat(sent(told).target()).isEqualTo("/reviews/7?x=1");
        assertThat(sent(told).fields())
                .contains(
                        entry("host", "Shop.example.com:8443"),
                        entry("accept", "text/html"),
                        entry("x-forwarded-proto", "https"),
                        entry("x-forwarded-port", "8443"))
                .noneMatch(field ->
                        field.getKey().equals("connection") || field.getValue().contains("10.0.0.1"));
    }

    @Test
    void aHeaderThatAClientMayNotSayIsNotMatchedOn() {
        String document = Shop.DOCUMENT.replace("name: x-canary", "name: x-forwarded-for");
        Question question = Question.of("GET https://shop.example.com/reviews", List.of("x-forwarded-for: always"));

        assertThat(rule(Explainer.explain(Shop.snapshot(document), question))
                        .place()
                        .rule())
                .isEqualTo("1");
    }

    @Test
    void whatIsLongIsCut() {
        StringBuilder document = new StringBuilder(Shop.DOCUMENT).append("  - name: many\n    rules:\n");
        for (int i = 0; i < 15; i++) {
            document.append("      - matches: [{path: {value: /p").append(i).append("}}]\n");
        }
        Explanation told = Explainer.explain(
                Shop.snapshot(document.toString()), Question.of("GET https://shop.example.com/none", List.of()));

        assertThat(told.passedOver()).hasSize(Explainer.MOST_PASSED_OVER);
        assertThat(told.more()).isTrue();
        assertThat(ExplanationText.of(told)).endsWith("            and perhaps more\n");
    }

    @Test
    void whatIsTakenIsToldAlsoWhereTheListOfTheTriedIsCut() {
        StringBuilder document = new StringBuilder(Shop.DOCUMENT);
        for (int i = 0; i < 120; i++) {
            document.append("  - {name: r").append(i).append(", rules: [{matches: [{path: {type: RegularExpression,");
            document.append(" value: '/a").append(i).append("'}}], backendRefs: [{name: v1}]}]}\n");
        }
        Explanation told = Explainer.explain(
                Shop.snapshot(document.toString()), Question.of("GET https://x.example.com/a119", List.of()));

        assertThat(told.tried()).hasSize(Explainer.MOST_TRIED).noneMatch(step -> step.unmet() == null);
        assertThat(told.more()).isTrue();
        assertThat(rule(told).place().route()).isEqualTo("r119");
        assertThat(ExplanationText.of(told)).contains("\n            and what comes after\n");
    }

    @Test
    void tellsWhatFiltersChangeForEachBackend() {
        String document = Shop.DOCUMENT.replace(
                "backendRefs: [{name: v1, weight: 90}, {name: v2, weight: 10}]", """
                        filters:
                                  - {type: URLRewrite, urlRewrite: {hostname: r.internal, path: {type: ReplacePrefixMatch, replacePrefixMatch: /r}}}
                                  - {type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: X-Frame, value: DENY}], remove: [server]}}
                                backendRefs:
                                  - {name: v1, weight: 90}
                                  - name: v2
                                    weight: 10
                                    filters: [{type: RequestHeaderModifier, requestHeaderModifier: {add: [{name: x-v, value: "2"}]}}]
                        """.stripTrailing());
        Explanation told = Explainer.explain(
                Shop.snapshot(document), Question.of("GET https://shop.example.com/reviews/7?q=1", List.of()));

        assertThat(rule(told).sent()).extracting(Sent::backends).containsExactly(List.of("v1"), List.of("v2"));
        assertThat(rule(told).sent()).extracting(Sent::target).containsOnly("/r/7?q=1");
        assertThat(sent(told).fields())
                .contains(entry("host", "r.internal"), entry("x-forwarded-host", "shop.example.com"));
        assertThat(rule(told).sent().get(0).fields()).doesNotContain(entry("x-v", "2"));
        assertThat(rule(told).sent().get(1).fields()).contains(entry("x-v", "2"));
        assertThat(sent(told).edits()).containsExactly("set x-frame: DENY", "remove server");
        assertThat(ExplanationText.of(told)).contains("sent        GET /r/7?q=1 to v2\n");
    }

    @Test
    void aRedirectIsToldWithItsPlace() {
        String document = Shop.DOCUMENT.replace(
                "value: \"1\"}]}]",
                "value: \"1\"}]}]\n        filters: [{type: RequestRedirect, requestRedirect: {scheme: http, statusCode: 301}}]");
        Explanation told = Explainer.explain(
                Shop.snapshot(document), Question.of("GET https://shop.example.com/nothing?q=1", List.of()));

        assertThat(told.reason()).isEqualTo(Reason.REDIRECT);
        assertThat(told.status()).isEqualTo(301);
        assertThat(told.location()).isEqualTo("http://shop.example.com/nothing?q=1");
        assertThat(ExplanationText.of(told))
                .contains(
                        "answer      301 REDIRECT to http://shop.example.com/nothing?q=1 by the gateway itself, by nothing/0 ");
    }

    @Test
    void aPreflightIsAnsweredByTheRuleOfTheRequestThatItAsksFor() {
        String document = Shop.DOCUMENT.replace(
                "- matches: [{path: {type: RegularExpression, value: \"/rev.*\"}, method: GET}]",
                "- matches: [{path: {value: /reviews}, method: GET}]\n"
                        + "        filters: [{type: CORS, cors: {allowOrigins: ['https://a.example.com']}}]");
        Snapshot snapshot = Shop.snapshot(document);
        String request = "OPTIONS https://shop.example.com/reviews";
        List<String> asks = List.of("origin: https://a.example.com", "access-control-request-method: GET");

        Explanation told = Explainer.explain(snapshot, Question.of(request, asks));
        assertThat(told.reason()).isEqualTo(Reason.CORS_PREFLIGHT);
        assertThat(told.status()).isEqualTo(204);
        assertThat(rule(told).place().rule()).isEqualTo("2");
        assertThat(rule(told).sent()).isEmpty();
        assertThat(Explainer.explain(snapshot, Question.of(request, List.of())).reason())
                .isEqualTo(Reason.NONE);
    }

    @Test
    void tellsWhichMirrorsTheRequestHasAndTheirShare() {
        String mirror = "{type: RequestMirror, requestMirror: {backendRef: {name: v2}, %s}}";
        String document = Shop.DOCUMENT.replace(
                "- matches: [{path: {value: /reviews}}]\n        backendRefs: [{name: v1, weight: 90}",
                "- matches: [{path: {value: /reviews}}]\n        filters: ["
                        + mirror.formatted("fraction: {numerator: 1, denominator: 1000}") + "]\n"
                        + "        backendRefs: [{name: v1, weight: 90, filters: [" + mirror.formatted("percent: 10")
                        + "]}");
        Explanation told = Explainer.explain(
                Shop.snapshot(document), Question.of("GET https://shop.example.com/reviews", List.of()));

        assertThat(rule(told).sent())
                .extracting(Sent::backends, Sent::copies)
                .containsExactly(
                        tuple(List.of("v1"), List.of(new Copy("v2", 1, 1000), new Copy("v2", 10, 100))),
                        tuple(List.of("v2"), List.of(new Copy("v2", 1, 1000))));
        assertThat(ExplanationText.of(told))
                .contains("mirrored    to v2: 1 of 1000 requests (0.1 %)\n"
                        + "            to v2: 10 of 100 requests (10 %)\n");
        assertThat(ExplanationJson.of(told)
                        .getJsonObject("rule")
                        .getJsonArray("sent")
                        .encode())
                .contains("\"mirrors\":[{\"backend\":\"v2\",\"numerator\":1,\"denominator\":1000,\"percent\":0.1}");
    }

    @Test
    void tellsWhatSessionsMakeOfTheRequest() {
        String document = ("sessions: {keyFiles: [key]}\n" + Shop.DOCUMENT)
                .replace(
                        "sticky: {cookie: {name: canary, issue: true}}",
                        "sessionPersistence: {sessionName: s, absoluteTimeout: 12h, idleTimeout: 30m}");
        Snapshot snapshot = Shop.snapshot(document);
        String request = "GET https://shop.example.com/reviews";

        Explanation without = Explainer.explain(snapshot, Question.of(request, List.of()));
        Explanation with =
                Explainer.explain(snapshot, Question.of(request, List.of("cookie: a=b; s=" + "x".repeat(78))));

        assertThat(ExplanationText.of(without))
                .contains("session     by cookie s, at most 12h, 30m without a request: the request has no token, a new"
                        + " session begins\n");
        assertThat(ExplanationText.of(without)).contains("split       a draw for each new session\n");
        assertThat(ExplanationText.of(with)).contains(": the request has a token; which session it stands for");
        assertThat(division(with).backends()).containsExactly("v1", "v2");
        JsonObject json = ExplanationJson.of(with).getJsonObject("rule").getJsonObject("session");
        assertThat(json.getString("token")).isEqualTo("unread");
        assertThat(json.getString("absoluteTimeout")).isEqualTo("12h");
    }

    @Test
    void withoutADocumentThereIsNothingToExplain() {
        assertThatThrownBy(() -> Explainer.explain(Snapshot.none(), Question.of("GET http://a/", List.of())))
                .hasMessage("no document is in force");
    }

    private static Door door(String request) {
        return Objects.requireNonNull(Shop.explain(request).door());
    }

    private static Taken rule(Explanation told) {
        return Objects.requireNonNull(told.rule());
    }

    private static Sent sent(Explanation told) {
        return rule(told).sent().get(0);
    }

    private static Division division(Explanation told) {
        return Objects.requireNonNull(rule(told).division());
    }
}
