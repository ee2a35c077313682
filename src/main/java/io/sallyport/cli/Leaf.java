package io.sallyport.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a throw-away certificate is to say. Start from {@link #server} or {@link #client}, then add.
 *
 * @param commonName the subject's CN
 * @param dnsNames DNS subject alternative names, wildcards too
 * @param addresses IP subject alternative names, as literals
 * @param uris URI subject alternative names
 * @param notBefore start of validity; absent: one day ago
 * @param notAfter end of validity; absent: 30 days ahead
 * @param keyType {@code EC} (P-256) or {@code RSA} (2048 bits)
 * @param usage for which side of a handshake it serves
 */
public record Leaf(
        String commonName,
        List<String> dnsNames,
        List<String> addresses,
        List<String> uris,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        String keyType,
        Usage usage) {

    /** The extended key usage. */
    public enum Usage {
        SERVER,
        CLIENT,
        BOTH
    }

    public Leaf {
        dnsNames = List.copyOf(dnsNames);
        addresses = List.copyOf(addresses);
        uris = List.copyOf(uris);
    }

    /** A server's certificate for these DNS names; the first is the common name too. */
    public static Leaf server(String... dnsNames) {
        String name = dnsNames.length == 0 ? "server" : dnsNames[0];
        return new Leaf(name, List.of(dnsNames), List.of(), List.of(), null, null, "EC", Usage.SERVER);
    }

    /** A client's certificate without alternative names. */
    public static Leaf client(String commonName) {
        return new Leaf(commonName, List.of(), List.of(), List.of(), null, null, "EC", Usage.CLIENT);
    }

    /** With one more DNS name. */
    public Leaf dns(String name) {
        return new Leaf(commonName, and(dnsNames, name), addresses, uris, notBefore, notAfter, keyType, usage);
    }

    /** With one more IP address. */
    public Leaf address(String literal) {
        return new Leaf(commonName, dnsNames, and(addresses, literal), uris, notBefore, notAfter, keyType, usage);
    }

    /** With one more URI, such as a SPIFFE ID. */
    public Leaf uri(String uri) {
        return new Leaf(commonName, dnsNames, addresses, and(uris, uri), notBefore, notAfter, keyType, usage);
    }

    /** Valid in this period only. */
    public Leaf valid(Instant from, Instant to) {
        return new Leaf(commonName, dnsNames, addresses, uris, from, to, keyType, usage);
    }

    /** With an RSA key instead of an EC key. */
    public Leaf rsa() {
        return new Leaf(commonName, dnsNames, addresses, uris, notBefore, notAfter, "RSA", usage);
    }

    /** For both sides of a handshake. */
    public Leaf bothSides() {
        return new Leaf(commonName, dnsNames, addresses, uris, notBefore, notAfter, keyType, Usage.BOTH);
    }

    private static List<String> and(List<String> list, String one) {
        List<String> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }
}
