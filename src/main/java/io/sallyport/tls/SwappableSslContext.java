package io.sallyport.tls;

import io.netty.handler.ssl.SslContext;

/**
 * A context whose content can be exchanged while a server uses it: new handshakes take the next, connections that
 * are open or in their handshake go on with what they began with. (Vert.x' own update resets connections that
 * arrive meanwhile.) Session tickets of the former context are not accepted by the next.
 */
public final class SwappableSslContext extends ForwardingSslContext {

    private volatile SslContext current;

    public SwappableSslContext(SslContext first) {
        this.current = first;
    }

    /** New handshakes use this from now on. */
    public void swap(SslContext next) {
        if (next.isClient() != current.isClient()) {
            throw new IllegalArgumentException("a server's context cannot become a client's");
        }
        current = next;
    }

    @Override
    protected SslContext target() {
        return current;
    }
}
