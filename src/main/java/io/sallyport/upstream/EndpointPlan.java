package io.sallyport.upstream;

import io.sallyport.tls.ClientTls;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is and how it is spoken to.
 *
 * @param host a name or an IP address
 * @param tls absent: plaintext
 */
public record EndpointPlan(String host, int port, @Nullable ClientTls tls) {}
