package io.sallyport.upstream;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Decides which resolved addresses may be dialled. Loopback, link-local (cloud metadata services among them),
 * unspecified, multicast and broadcast addresses are refused unless the operator allows them: a document must not turn
 * the gateway into a door to its own pod or node.
 */
public final class AddressGuard {

    private final AddressRanges allowed;

    /** @param allowed ranges that are dialled in spite of the rule */
    public AddressGuard(AddressRanges allowed) {
        this.allowed = allowed;
    }

    boolean permits(InetAddress address) {
        return !reserved(address) || allowed.contains(address);
    }

    private static boolean reserved(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || (address instanceof Inet4Address ? reservedV4(address.getAddress()) : embedsReserved(address));
    }

    /** 0.0.0.0/8 ("this network") reaches the own host on Linux; 240.0.0.0/4 holds the broadcast address. */
    private static boolean reservedV4(byte[] bytes) {
        return bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0;
    }

    /** IPv4 addresses within IPv6: NAT64 (64:ff9b::/96), 6to4 (2002::/16) and IPv4-compatible ones. */
    private static boolean embedsReserved(InetAddress address) {
        byte[] bytes = address.getAddress();
        int at = embeddedAt(bytes);
        if (at < 0) {
            return false;
        }
        byte[] inner = {bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]};
        try {
            return reserved(InetAddress.getByAddress(inner));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }

    private static int embeddedAt(byte[] bytes) {
        if (bytes[0] == 0x20 && bytes[1] == 0x02) {
            return 2;
        }
        boolean nat64 = bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b;
        int from = nat64 ? 4 : 0;
        for (int i = from; i < 12; i++) {
            if (bytes[i] != 0) {
                return -1;
            }
        }
        return 12;
    }
}
