package io.sallyport.config;

/**
 * One {@code scheme://host:port}.
 *
 * @param host a name, or an IP address (IPv6 without brackets)
 */
public record EndpointSpec(boolean tls, String host, int port) {}
