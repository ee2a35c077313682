package io.sallyport.upstream;

import io.vertx.core.net.SocketAddress;

/**
 * Where connections are made to.
 *
 * @param server the IP address and port that are dialled
 * @param peer the name and port that TLS asks for
 * @param authority what a request asks for that names nothing itself: the name, and the port if it is not the usual one
 */
record Address(SocketAddress server, SocketAddress peer, String authority) {

    static Address of(String ip, String name, int port, boolean tls) {
        boolean usual = port == (tls ? 443 : 80);
        return new Address(
                SocketAddress.inetSocketAddress(port, ip),
                SocketAddress.inetSocketAddress(port, name),
                usual ? name : name + ':' + port);
    }
}
