package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPRoutes that are pasted behind the gateway's own document take traffic as its own routes do. */
class HttpRoutesTest {

    private static final String PASTED = """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: reviews, namespace: shop}
            spec:
              parentRefs: [{name: outside, sectionName: public}]
              hostnames: [shop.example.com]
              rules:
                - name: prefix
                  matches: [{path: {value: /reviews}}]
                  filters:
                    - type: URLRewrite
                      urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /v2}}
                  backendRefs: [{name: app, port: 8443}]
            """;

    @Test
    void aPastedRouteTakesItsTrafficAndLeavesWithIt(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, request.uri()));
            String own = rig.httpsListener() + "backends:\n" + rig.mutualTlsBackend("app", backend);
            rig.start(own + "allowEmpty: true\n");
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
            assertThat(client.get("/reviews/7").status()).isEqualTo(404);

            rig.document(own + PASTED);
            assertThat(client.get("/reviews/7").text()).isEqualTo("/v2/7");
            rig.logged("\"route\":\"shop/reviews\"", "\"rule\":\"prefix\"", "\"backend\":\"app\"");
            rig.quiet();
            assertThat(rig.counted("route=\"shop/reviews\"", "rule=\"prefix\"", "code=\"200\""))
                    .isEqualTo(1);

            rig.refused(own + PASTED.replace("name: app", "name: gone"));
            assertThat(Objects.requireNonNull(rig.status().refused()).violations())
                    .singleElement()
                    .satisfies(violation ->
                            assertThat(violation.field()).isEqualTo("documents[1].spec.rules[0].backendRefs[0].name"));
            assertThat(client.get("/reviews/7").text()).isEqualTo("/v2/7");
        }
    }
}
