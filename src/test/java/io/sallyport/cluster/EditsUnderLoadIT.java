package io.sallyport.cluster;

import static io.sallyport.e2e.EditsUnderLoad.EDITS;

import io.sallyport.e2e.Await;
import io.sallyport.e2e.EditsUnderLoad;
import io.sallyport.e2e.GatewayRig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many edits of the ConfigMap under load, as the API server of the tests tells of them. */
@RealCluster
class EditsUnderLoadIT {

    @Test
    void loseNoRequestAndLeaveAnEventEach(Cluster cluster, @TempDir Path directory) throws Exception {
        GatewayNamespace namespace = new GatewayNamespace(cluster);
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.source(namespace.source(cluster.port(), null));
            String last = new EditsUnderLoad(rig, namespace::edit).run();

            Await.until("an Event for each bad edit", () -> namespace.events("Refused") == EDITS / 10);
            Await.until("an Event for each good edit", () -> namespace.events("Taken") == EDITS * 9 / 10 + 2);
            namespace.awaitLastGood(last);
        }
    }
}
