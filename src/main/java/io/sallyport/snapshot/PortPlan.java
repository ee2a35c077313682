package io.sallyport.snapshot;

import io.sallyport.tls.ServerTls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One bound port and the listeners that share it, told apart by hostname. */
public final class PortPlan {

    private final int port;
    private final @Nullable ServerTls tls;
    private final PortLimits limits;
    private final @Nullable ProxyTrust proxies;
    private final List<ListenerPlan> listeners;
    private final Map<String, ListenerPlan> exact = new HashMap<>();
    private final Map<String, ListenerPlan> wildcards = new HashMap<>();
    private @Nullable ListenerPlan any;

    PortPlan(int port, Wire wire, List<ListenerPlan> listeners) {
        this.port = port;
        this.tls = wire.tls();
        this.limits = wire.limits();
        this.proxies = wire.proxies();
        this.listeners = List.copyOf(listeners);
        for (ListenerPlan listener : listeners) {
            String hostname = listener.hostname();
            if (hostname == null) {
                any = listener;
            } else if (hostname.startsWith("*.")) {
                wildcards.put(hostname.substring(2), listener);
            } else {
                exact.put(hostname, listener);
            }
        }
    }

    /** What all listeners of a port have in common. */
    record Wire(
            @Nullable ServerTls tls,
            PortLimits limits,
            @Nullable ProxyTrust proxies) {}

    public int port() {
        return port;
    }

    /** How TLS is terminated; null: plaintext. */
    public @Nullable ServerTls tls() {
        return tls;
    }

    public PortLimits limits() {
        return limits;
    }

    /** Who speaks the PROXY protocol; null: connections begin without it. */
    public @Nullable ProxyTrust proxies() {
        return proxies;
    }

    public List<ListenerPlan> listeners() {
        return listeners;
    }

    /**
     * The listener a host belongs to: its own name, else the longest wildcard, else the one without a hostname (Gateway
     * API, {@code Listener.hostname}). Null if none takes it.
     *
     * @param host lower case, without port
     */
    public @Nullable ListenerPlan listenerFor(String host) {
        ListenerPlan listener = exact.get(host);
        if (listener != null || wildcards.isEmpty()) {
            return listener == null ? any : listener;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            listener = wildcards.get(host.substring(dot + 1));
            if (listener != null) {
                return listener;
            }
        }
        return any;
    }
}
