package io.sallyport.admin;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready is a snapshot in force and every listener bound. Tells no topology: anyone may ask. */
@Readiness
@Singleton
public final class ReadyCheck implements HealthCheck {

    private final GatewayState state;

    public ReadyCheck(GatewayState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("document in force")
                .status(state.ready())
                .build();
    }
}
