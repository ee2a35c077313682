package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.sallyport.tls.ClientTls;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;

/** One address of an endpoint, ready to be dialled. */
public final class Target {

    private final ClientPool pool;
    private final RequestOptions options;
    private final String label;
    private final String identity;
    private final boolean permitted;

    Target(ClientPool pool, EndpointPlan plan, InetAddress address, boolean permitted) {
        this.pool = pool;
        this.permitted = permitted;
        String ip = address.getHostAddress();
        this.label = ip.indexOf(':') >= 0 ? "[" + ip + "]:" + plan.port() : ip + ":" + plan.port();
        this.identity = plan.host() + ':' + plan.port() + ' ' + label;
        ClientTls tls = plan.wire().tls();
        String name = tls == null ? plan.host() : tls.serverName();
        this.options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(plan.port(), ip))
                .setHost(name)
                .setPort(plan.port())
                .setURI("/");
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
     * Takes a connection from the pool of this event loop, or opens one. Until the future completes nothing of the
     * request has been sent.
     */
    public Future<HttpClientRequest> connect(int lane) {
        return pool.on(lane).request(options);
    }

    /**
     * The same for a request that asks for another protocol (RFC 9110, 7.8): its connection is one of HTTP/1.1 that
     * carries no other requests.
     */
    public Future<HttpClientRequest> connectToUpgrade(int lane) {
        return pool.upgrading(lane).request(options);
    }

    /** Counts the request on its connection: 1 for the first that the connection carries. */
    public static int use(HttpClientRequest request) {
        return ClientPool.use(request.connection());
    }

    /** The channel below the request's connection. */
    public static Channel channel(HttpClientRequest request) {
        return ClientPool.channel(request.connection());
    }

    /** Whether the request of this number still may reset its stream without touching another request. */
    public static boolean uses(HttpClientRequest request, int use) {
        return request.version() == HttpVersion.HTTP_2 || ClientPool.uses(request.connection()) == use;
    }
}
