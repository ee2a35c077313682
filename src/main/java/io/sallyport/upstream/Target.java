package io.sallyport.upstream;

import io.sallyport.tls.ClientTls;
import io.vertx.core.impl.ContextInternal;
import java.net.InetAddress;

/** One address of an endpoint, ready to be dialled. */
public final class Target {

    private final ClientPool pool;
    private final Address address;
    private final String label;
    private final String identity;
    private final boolean permitted;

    Target(ClientPool pool, EndpointPlan plan, InetAddress resolved, boolean permitted) {
        this.pool = pool;
        this.permitted = permitted;
        String ip = resolved.getHostAddress();
        this.label = ip.indexOf(':') >= 0 ? "[" + ip + "]:" + plan.port() : ip + ":" + plan.port();
        this.identity = plan.host() + ':' + plan.port() + ' ' + label;
        ClientTls tls = plan.wire().tls();
        String name = tls == null ? plan.host() : tls.serverName();
        this.address = Address.of(ip, name, plan.port(), tls != null);
    }

    /** {@code address:port}, for the access log. */
    public String label() {
        return label;
    }

    /** The endpoint as the document names it, without its scheme, and the address: the same after each resolution. */
    public String identity() {
        return identity;
    }

    /** Names may have been resolved anew meanwhile, which makes other targets of the same addresses. */
    boolean sameAddress(Target other) {
        return label.equals(other.label);
    }

    /** Whether the address may be dialled at all. */
    public boolean permitted() {
        return permitted;
    }

    /**
     * Takes a connection from the pool of this event loop, or opens one. Until it is there nothing of the request has been
     * sent.
     */
    public void connect(int lane, ContextInternal context, Connected told) {
        pool.on(lane).connect(address, context, told);
    }

    /**
     * The same for a request that asks for another protocol (RFC 9110, 7.8): its connection is one of HTTP/1.1 that
     * carries no other requests.
     */
    public void connectToUpgrade(int lane, ContextInternal context, Connected told) {
        pool.upgrading(lane).connect(address, context, told);
    }
}
