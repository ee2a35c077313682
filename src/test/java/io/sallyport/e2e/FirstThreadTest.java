package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thinnest thread: TLS in, one route, mTLS out, one metric, one reload. */
class FirstThreadTest {

    @Test
    void terminatesTlsRoutesOriginatesMutualTlsCountsAndReloads(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend one = rig.backend(request -> TestBackend.answer(request, "one " + request.path()));
            TestBackend two = rig.backend(request -> TestBackend.answer(request, "two"));
            rig.start(rig.simpleDocument(one));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");

            Exchanges.Answer first = client.get("/reviews/7?secret=1");
            assertThat(first.text()).isEqualTo("one /reviews/7");
            assertThat(first.status()).isEqualTo(200);
            rig.quiet();
            assertThat(rig.scrape())
                    .contains("sallyport_requests_total{listener=\"public\",route=\"all\",rule=\"0\",backend=\"app\","
                            + "method=\"GET\",code=\"200\",reason=\"none\",} 1.0");

            rig.document(rig.simpleDocument(two));
            assertThat(client.get("/").text()).isEqualTo("two");
            Await.until(
                    "two lines in the access log", () -> rig.accessLog().lines().count() == 2);
            assertThat(rig.accessLog()).contains("\"path\":\"/reviews/7\"").doesNotContain("secret");
        }
    }
}
