package io.sallyport.upstream;

import io.sallyport.tls.ClientTls;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is and how it is spoken to.
 *
 * @param host a name or an IP address
 * @param wire what is spoken on its connections
 */
public record EndpointPlan(String host, int port, Wire wire) {

    /**
     * What is spoken on a connection. Endpoints of one backend that speak alike share a pool.
     *
     * @param h2c whether plaintext is HTTP/2 with prior knowledge (RFC 9113, 3.3), else HTTP/1.1; over TLS ALPN decides
     * @param tls absent: plaintext
     */
    public record Wire(boolean h2c, @Nullable ClientTls tls) {

        /** Plaintext. */
        public static Wire plain(boolean h2c) {
            return new Wire(h2c, null);
        }

        /** TLS, in which ALPN decides between HTTP/2 and HTTP/1.1. */
        public static Wire secured(ClientTls tls) {
            return new Wire(false, tls);
        }
    }
}
