package io.sallyport.monitoring;

import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sallyport.e2e.Await;
import io.sallyport.e2e.GatewayProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a real gateway under traffic; dashboard and rules are asked of it. */
@NeedsPrometheus
@QuarkusTest
@QuarkusTestResource(GatewayProcess.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class PrometheusTest {

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void eachExpressionOfTheDashboardHasDataAndEachRuleIsValid(@TempDir Path directory) throws Exception {
        ObservedGateway gateway = new ObservedGateway(management);
        try (PrometheusServer prometheus = new PrometheusServer(directory, gateway.target())) {
            prometheus.awaitReady();
            List<Dashboard.Expression> silent = new ArrayList<>(Dashboard.read().expressions());
            try {
                Await.until("data for each expression", () -> {
                    gateway.round();
                    silent.removeIf(each -> !prometheus.query(each.filled()).isEmpty());
                    return silent.isEmpty();
                });
            } catch (AssertionError e) {
                throw new AssertionError("without data: " + silent, e);
            }
            for (Rule rule : AlertRules.read().all()) {
                prometheus.query(AlertRules.expression(rule));
            }
        }
    }
}
