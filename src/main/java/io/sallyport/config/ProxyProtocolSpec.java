package io.sallyport.config;

import java.util.List;

/**
 * Each connection begins with a header of the PROXY protocol, version 1 or 2, which names the client.
 *
 * @param trusted the proxies, as CIDR ranges; a connection from elsewhere is closed
 */
public record ProxyProtocolSpec(List<String> trusted) {

    public ProxyProtocolSpec {
        trusted = List.copyOf(trusted);
    }
}
