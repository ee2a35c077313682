package io.sallyport.proxy;

import io.netty.util.NetUtil;
import io.sallyport.upstream.AddressRanges;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Reads what proxies before us wrote, as far as it may be believed: each appends, so the first words may be forged. */
final class ForwardedChain {

    private ForwardedChain() {}

    /**
     * The addresses from the client on, as {@code X-Forwarded-For} names them: walked from the right through trusted
     * proxies up to and with the first address that is none. What stands before it is dropped.
     */
    static String believed(List<String> values, AddressRanges trusted) {
        String all = String.join(",", values);
        StringBuilder chain = new StringBuilder();
        int end = all.length();
        while (end > 0) {
            int comma = all.lastIndexOf(',', end - 1);
            String entry = all.substring(comma + 1, end).strip();
            if (!entry.isEmpty()) {
                chain.insert(0, chain.isEmpty() ? entry : entry + ", ");
                if (!isTrusted(entry, trusted)) {
                    break;
                }
            }
            end = comma;
        }
        return chain.toString();
    }

    private static boolean isTrusted(String entry, AddressRanges trusted) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(entry);
        try {
            return bytes != null && trusted.contains(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The last value of a list: what the nearest hop wrote. Commas within quoted strings do not count. */
    static String last(List<String> values) {
        String all = String.join(",", values);
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < all.length(); i++) {
            char c = all.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                start = i + 1;
            }
        }
        return all.substring(start).strip();
    }
}
