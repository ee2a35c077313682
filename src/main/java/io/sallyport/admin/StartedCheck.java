package io.sallyport.admin;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started is that the first document has been tried, whatever came of it: a refused one is no reason to restart. */
@Startup
@Singleton
public final class StartedCheck implements HealthCheck {

    private final GatewayState state;

    public StartedCheck(GatewayState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("document tried")
                .status(state.started())
                .build();
    }
}
