package io.sallyport.access;

import java.util.List;

/**
 * Who a verified certificate says its holder is.
 *
 * @param subject the certificate's subject, RFC 2253
 * @param uris its URI subject alternative names, SPIFFE IDs among them
 * @param dnsNames its DNS subject alternative names
 */
public record Principal(String subject, List<String> uris, List<String> dnsNames) {

    public Principal {
        uris = List.copyOf(uris);
        dnsNames = List.copyOf(dnsNames);
    }

    /** The name that logs show: the first URI, else the first DNS name, else the subject. */
    public String name() {
        if (!uris.isEmpty()) {
            return uris.get(0);
        }
        return dnsNames.isEmpty() ? subject : dnsNames.get(0);
    }
}
