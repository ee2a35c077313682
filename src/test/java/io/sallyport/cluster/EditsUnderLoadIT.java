package io.sallyport.cluster;

import io.sallyport.e2e.Await;
import io.sallyport.e2e.EditsUnderLoad;
import io.sallyport.e2e.GatewayRig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many edits of the ConfigMap while traffic goes on, every tenth a bad one: nothing is lost, and each is taken soon. */
@RealCluster
class EditsUnderLoadIT {

    @Test
    void loseNoRequestAndLeaveOneEventEach(Cluster cluster, @TempDir Path directory) throws Exception {
        GatewayNamespace namespace = new GatewayNamespace(cluster);
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.source(namespace.source(cluster.port(), null));
            String last = new EditsUnderLoad(rig, namespace::edit).run();

            namespace.event(GatewayNamespace.revision(last), "taken");
            Await.until("one Event for each edit", () -> namespace.events().size() == EditsUnderLoad.EDITS + 2);
            namespace.awaitLastGood(last);
        }
    }
}
