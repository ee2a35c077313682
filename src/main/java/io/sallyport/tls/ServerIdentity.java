package io.sallyport.tls;

import io.netty.util.NetUtil;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which certificates speak for a backend. With alternative names given, one of them must be there, exactly (a URI
 * as written, a DNS name whatever its case). Without, the server's name must match by the rules of RFC 9525: DNS
 * names for names, with {@code *} for one whole first label, IP addresses for addresses; never the common name.
 */
final class ServerIdentity {

    private final String serverName;
    private final List<String> subjectAltNames;

    ServerIdentity(String serverName, List<String> subjectAltNames) {
        this.serverName = withoutLastDot(serverName).toLowerCase(Locale.ROOT);
        this.subjectAltNames = List.copyOf(subjectAltNames);
    }

    void check(X509Certificate leaf) throws CertificateException {
        if (!subjectAltNames.isEmpty()) {
            if (subjectAltNames.stream().noneMatch(name -> holds(leaf, name))) {
                throw new CertificateException("the certificate holds none of the names " + subjectAltNames);
            }
        } else if (isAddress(serverName)) {
            if (SubjectNames.addresses(leaf).stream().noneMatch(this::isSameAddress)) {
                throw new CertificateException("the certificate is not for address " + serverName);
            }
        } else if (SubjectNames.dns(leaf).stream().noneMatch(this::covers)) {
            throw new CertificateException("the certificate is not for " + serverName);
        }
    }

    static boolean isAddress(String name) {
        return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
    }

    private static boolean holds(X509Certificate leaf, String wanted) {
        return SubjectNames.uris(leaf).contains(wanted)
                || SubjectNames.dns(leaf).stream().anyMatch(wanted::equalsIgnoreCase);
    }

    private boolean isSameAddress(String literal) {
        return Arrays.equals(
                NetUtil.createByteArrayFromIpAddressString(literal),
                NetUtil.createByteArrayFromIpAddressString(serverName));
    }

    private boolean covers(String dnsName) {
        String name = withoutLastDot(dnsName).toLowerCase(Locale.ROOT);
        if (!name.startsWith("*.")) {
            return name.equals(serverName);
        }
        String rest = name.substring(1);
        int dot = serverName.indexOf('.');
        // A wildcard right below a top level name would speak for half the world.
        return dot > 0 && rest.indexOf('.', 1) > 0 && serverName.substring(dot).equals(rest);
    }

    private static String withoutLastDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
