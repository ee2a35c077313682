package io.sallyport.config;

import org.jspecify.annotations.Nullable;

/** Reads {@code scheme://host:port}: nothing may be left out, and nothing else may stand there. */
final class EndpointReader {

    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private static final EndpointSpec WRONG = new EndpointSpec(false, "", 0);

    private static final TextRule RULE = new TextRule(
            "http:// or https://, a lower case host name or IP address (IPv6 in brackets), and a port: no user, path or"
                    + " query",
            EndpointReader::objection);

    private final ValueReader values;

    EndpointReader(Findings findings) {
        this.values = new ValueReader(findings);
    }

    /** Whether it stands for a text that was refused. */
    static boolean isWrong(EndpointSpec endpoint) {
        return endpoint.equals(WRONG);
    }

    EndpointSpec read(FieldPath at) {
        String text = values.text(at, RULE);
        EndpointSpec endpoint = text == null ? null : parse(text);
        return endpoint == null ? WRONG : endpoint;
    }

    /** User information may hold a password, and a query a token: they are never shown. */
    private static @Nullable String objection(String text) {
        if (parse(text) != null) {
            return null;
        }
        boolean mayHoldSecrets = text.indexOf('@') >= 0 || text.indexOf('?') >= 0;
        return mayHoldSecrets ? "an address with user information or a query" : Quote.of(text);
    }

    private static @Nullable EndpointSpec parse(String text) {
        boolean tls = text.startsWith(HTTPS);
        if (!tls && !text.startsWith(HTTP)) {
            return null;
        }
        String authority = text.substring(tls ? HTTPS.length() : HTTP.length());
        int colon = authority.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        String host = host(authority.substring(0, colon));
        int port = port(authority.substring(colon + 1));
        return host == null || port == 0 ? null : new EndpointSpec(tls, host, port);
    }

    private static @Nullable String host(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            String address = text.substring(1, text.length() - 1);
            return IpAddresses.isV6(address) ? address : null;
        }
        return Hostnames.isDnsName(text) || IpAddresses.isV4(text) ? text : null;
    }

    /** 0: it is no port. */
    private static int port(String text) {
        boolean number = Hostnames.isNumber(text) && text.length() <= 5 && text.charAt(0) != '0';
        int port = number ? Integer.parseInt(text) : 0;
        return ListenerReader.PORT.contains(port) ? port : 0;
    }
}
