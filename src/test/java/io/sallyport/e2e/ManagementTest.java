package io.sallyport.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway under Quarkus, seen from its management interface. */
@QuarkusTest
@QuarkusTestResource(GatewayProcess.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class ManagementTest {

    @Inject
    Vertx vertx;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @BeforeEach
    void aGoodDocumentIsInForce() {
        GatewayRig rig = GatewayProcess.rig();
        String revision = rig.write(rig.simpleDocument(GatewayProcess.backend()));
        Await.until("revision " + revision, () -> revision.equals(status("revision")) && status("refused") == null);
    }

    @Test
    void isLiveStartedAndReadyAndTellsNoTopology() {
        for (String probe : new String[] {"live", "started", "ready"}) {
            String answer = management()
                    .get("/q/health/" + probe)
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("UP"))
                    .extract()
                    .asString();
            assertThat(answer).doesNotContain("data", "public", "app", "yaml");
        }
    }

    @Test
    void statusHasTheDocumentInForce() {
        GatewayRig rig = GatewayProcess.rig();

        management()
                .get("/status")
                .then()
                .statusCode(200)
                .header("cache-control", "no-store")
                .contentType("application/json")
                .body("source.kind", equalTo("file"))
                .body("source.name", equalTo(rig.file().toString()))
                .body("listeners.size()", equalTo(1))
                .body("listeners[0].name", equalTo("public"))
                .body("listeners[0].port", equalTo(rig.port()))
                .body("listeners[0].protocol", equalTo("HTTPS"))
                .body("certificates.file", hasItem("public.crt"))
                .body("certificates[0].names", contains("*.example.com", "example.com"))
                .body("certificates[0].notAfter", not(nullValue()))
                .body("refused", nullValue())
                .body("warnings.size()", equalTo(0))
                .body("onLastGood", equalTo(false));
    }

    @Test
    void aBrokenEditIsTraceableAndTheTrafficGoesOn() {
        GatewayRig rig = GatewayProcess.rig();
        Object good = status("revision");
        String refused = rig.write(rig.simpleDocument(GatewayProcess.backend()).replace("HTTPS", "HTTQS"));
        Await.until("refused " + refused, () -> refused.equals(status("refused.revision")));

        management()
                .get("/status")
                .then()
                .body("revision", equalTo(good))
                .body("refused.violations.size()", equalTo(1))
                .body("refused.violations[0]", hasEntry("field", "listeners[0].protocol"))
                .body("refused.violations[0]", hasEntry("line", 4))
                .body("refused.violations[0]", hasEntry("allowed", "HTTP, HTTPS"));
        management().get("/q/health/ready").then().statusCode(200);
        assertThat(request()).isEqualTo("served");
    }

    @Test
    void explainsWhereARequestWouldGo() {
        management()
                .queryParam("request", "GET https://shop.example.com/reviews/7")
                .queryParam("output", "json")
                .get("/explain")
                .then()
                .statusCode(200)
                .body("revision", equalTo(status("revision")))
                .body("reason", equalTo("none"))
                .body("listener.name", equalTo("public"))
                .body("listener.certificates[0]", startsWith("public.crt for *.example.com"))
                .body("rule.route", equalTo("all"));
    }

    @Test
    void trafficIsCountedByOurMetersAlone() {
        assertThat(request()).isEqualTo("served");
        String scrape =
                management().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(scrape)
                .contains("sallyport_tls_engine_info{engine=\"openssl\"")
                .containsPattern("sallyport_requests_total\\{[^}]*route=\"all\"[^}]*code=\"200\",reason=\"none\"")
                .doesNotContain("http_server_requests", "http_client_requests", "vertx_", "netty_")
                .doesNotContainPattern("sallyport_[a-z_]+_max\\b");
        assertThat(vertx.isNativeTransportEnabled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/q", "/q/dev", "/q/dev-ui", "/q/info"})
    void nothingElseAnswers(String path) {
        management().get(path).then().statusCode(404);
    }

    @Test
    void nothingCanBeWritten() {
        management().body("x").post("/status").then().statusCode(405).header("allow", "GET, HEAD");
        management().delete("/status").then().statusCode(405);
    }

    private static String request() {
        GatewayRig rig = GatewayProcess.rig();
        return new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com")
                .get("/reviews/1")
                .text();
    }

    private @Nullable Object status(String path) {
        return management().get("/status").then().extract().<@Nullable Object>path(path);
    }

    private RequestSpecification management() {
        return given().baseUri("http://" + management.getAuthority());
    }
}
