package io.sallyport.config;

/** Ranges of addresses: {@code 10.0.0.0/8}, {@code fd00::/8} (RFC 4632, RFC 4291). */
final class Cidrs {

    static final TextRule RULE =
            TextRule.holding("a range of IP addresses like 10.0.0.0/8 or fd00::/8", Cidrs::isRange);

    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    private Cidrs() {}

    private static boolean isRange(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String address = text.substring(0, slash);
        String bits = text.substring(slash + 1);
        boolean number = Hostnames.isNumber(bits) && bits.length() <= 3 && !(bits.length() > 1 && bits.startsWith("0"));
        if (!number) {
            return false;
        }
        int prefix = Integer.parseInt(bits);
        return (IpAddresses.isV4(address) && prefix <= V4_BITS) || (IpAddresses.isV6(address) && prefix <= V6_BITS);
    }
}
