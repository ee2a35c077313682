package io.sallyport.config;

import org.jspecify.annotations.Nullable;

/**
 * One port, protocol and hostname that traffic comes in by.
 *
 * @param port 1 to 65535
 * @param hostname exact or {@code *.} wildcard, lower case; absent: any
 * @param tls present if, and only if, the protocol is HTTPS
 * @param path how the paths of requests are read
 * @param underscores what becomes of a request's header fields with an underscore in their name
 * @param limits how much it takes from its clients
 * @param proxyProtocol absent: connections begin with TLS or HTTP
 * @param answerHeaders whether trusted clients are told which way a request went ({@code x-sallyport-route} and others)
 */
public record ListenerSpec(
        String name,
        int port,
        Protocol protocol,
        @Nullable String hostname,
        @Nullable ListenerTlsSpec tls,
        PathReadingSpec path,
        Underscores underscores,
        LimitsSpec limits,
        @Nullable ProxyProtocolSpec proxyProtocol,
        boolean answerHeaders) {

    /** What is spoken on the port. */
    public enum Protocol {
        HTTP,
        HTTPS
    }

    /** A request's header fields with an underscore in their name. */
    public enum Underscores {
        KEEP,
        DROP,
        REJECT
    }
}
