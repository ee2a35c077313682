package io.sallyport.upstream;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A set of CIDR ranges, IPv4 and IPv6. */
public final class AddressRanges {

    /** No address at all. */
    public static final AddressRanges NONE = new AddressRanges(List.of());

    private final List<IpSubnetFilterRule> rules;

    private AddressRanges(List<IpSubnetFilterRule> rules) {
        this.rules = rules;
    }

    /**
     * Reads ranges such as {@code 10.0.0.0/8} or {@code ::1/128}.
     *
     * @throws IllegalArgumentException naming the first range that is none
     */
    public static AddressRanges of(List<String> cidrs) {
        return new AddressRanges(cidrs.stream().map(AddressRanges::rule).toList());
    }

    private static IpSubnetFilterRule rule(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            return new IpSubnetFilterRule(
                    cidr.substring(0, slash), Integer.parseInt(cidr.substring(slash + 1)), IpFilterRuleType.ACCEPT);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a CIDR range such as 10.0.0.0/8: " + cidr, e);
        }
    }

    /** Whether one of the ranges holds the address. */
    public boolean contains(InetAddress address) {
        if (rules.isEmpty()) {
            return false;
        }
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        for (IpSubnetFilterRule rule : rules) {
            if (rule.matches(socket)) {
                return true;
            }
        }
        return false;
    }
}
