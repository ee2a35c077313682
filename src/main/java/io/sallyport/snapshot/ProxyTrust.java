package io.sallyport.snapshot;

import io.sallyport.config.ProxyProtocolSpec;
import io.sallyport.upstream.AddressRanges;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Who may say by the PROXY protocol for whom it speaks. */
public final class ProxyTrust {

    private final AddressRanges proxies;

    private ProxyTrust(AddressRanges proxies) {
        this.proxies = proxies;
    }

    static @Nullable ProxyTrust of(@Nullable ProxyProtocolSpec spec) {
        return spec == null ? null : new ProxyTrust(AddressRanges.of(spec.trusted()));
    }

    /** Whether this socket's peer is one of the proxies. */
    public boolean holds(InetAddress peer) {
        return proxies.contains(peer);
    }
}
