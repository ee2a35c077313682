package io.sallyport.monitoring;

import static io.restassured.RestAssured.given;

import io.sallyport.e2e.Await;
import io.sallyport.e2e.GatewayProcess;
import io.sallyport.e2e.GatewayRig;
import java.net.URI;

/** The gateway under Quarkus with traffic on it, seen through its management interface. */
final class ObservedGateway {

    private final URI management;
    private final ObservedTraffic traffic;

    ObservedGateway(URI management) {
        this.management = management;
        GatewayRig rig = GatewayProcess.rig();
        this.traffic = new ObservedTraffic(rig);
        String document = traffic.document();
        String refused = rig.write(document.replace("HTTPS", "HTTQS"));
        Await.until("refused " + refused, () -> refused.equals(status("refused.revision")));
        String taken = rig.write(document);
        Await.until("taken " + taken, () -> taken.equals(status("revision")));
        // A collection, so that its pause is counted.
        System.gc();
    }

    /** Host and port, as a scrape configuration names them. */
    String target() {
        return management.getAuthority();
    }

    void round() {
        traffic.round();
    }

    String scrape() {
        return given().baseUri("http://" + target()).get("/q/metrics").asString();
    }

    private String status(String path) {
        return String.valueOf(
                given().baseUri("http://" + target()).get("/status").<Object>path(path));
    }
}
