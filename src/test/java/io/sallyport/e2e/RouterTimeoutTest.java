package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Violation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sallyport.router.timeout}: what the router before the gateway would cut off is warned of. */
class RouterTimeoutTest {

    @Test
    void longerWaitsAreToldInTheStatusAndCounted(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.backend(request -> TestBackend.answer(request, "ok"));
            rig.routerTimeout(Duration.ofSeconds(10)).start(rig.simpleDocument(backend));

            assertThat(rig.status().warnings())
                    .extracting(Violation::field)
                    .containsExactly("routes[0].rules[0].timeouts.request");
            assertThat(rig.sum("sallyport_config_warnings{", "kind=\"router-timeout\""))
                    .isEqualTo(1);

            rig.document(rig.simpleDocument(backend) + "        timeouts: {request: 10s}\n");

            assertThat(rig.status().warnings()).isEmpty();
        }
    }
}
