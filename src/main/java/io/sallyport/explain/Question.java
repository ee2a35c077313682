package io.sallyport.explain;

import io.sallyport.proxy.RequestPreview;
import io.sallyport.proxy.RequestPreview.Asked;
import io.sallyport.tls.ClientCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request that is asked about.
 *
 * @param text as it was asked, {@code GET https://shop.example.com/reviews/7}
 * @param serverName what the client sends as SNI; absent: nothing
 * @param certificate what the client presents; absent: nothing
 */
public record Question(
        String text,
        RequestPreview request,
        @Nullable String serverName,
        @Nullable ClientCertificate certificate) {

    private static final int LONGEST = 16 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final Pattern REQUEST =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}) +(https?)://([^/?#@\\s]+)(/[^\\s#]*|\\?[^\\s#]*)?");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");
    private static final Pattern HEADER =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}):[ \\t]*(.*)", Pattern.DOTALL);
    private static final int MOST_SHOWN = 80;
    private static final int MOST_PORT = 65_535;

    /**
     * Reads a request. A client sends the host as SNI unless it is an address.
     *
     * @param request {@code METHOD URL}, the URL with scheme and host
     * @param headers each {@code name: value}
     * @throws IllegalArgumentException if it cannot be read; the message is a sentence for the user
     */
    public static Question of(String request, List<String> headers) {
        Matcher parts = REQUEST.matcher(request.strip());
        if (request.length() > LONGEST || !parts.matches()) {
            throw new IllegalArgumentException(
                    "a request is a method and a URL, like 'GET https://shop.example.com/reviews/7', was "
                            + shown(request));
        }
        Matcher authority = AUTHORITY.matcher(parts.group(3));
        if (!authority.matches()) {
            throw new IllegalArgumentException("the URL's host cannot be read, was " + shown(parts.group(3)));
        }
        String rest = parts.group(4) == null ? "/" : parts.group(4);
        boolean tls = parts.group(2).equals("https");
        Asked asked = new Asked(
                parts.group(1),
                tls,
                parts.group(3),
                port(authority.group(2)),
                rest.startsWith("/") ? rest : "/" + rest);
        String host = authority.group(1).toLowerCase(Locale.ROOT);
        String serverName = tls && !isAddress(host) ? host : null;
        return new Question(request.strip(), new RequestPreview(asked, fields(headers)), serverName, null);
    }

    /** The same request with another SNI, or none. */
    public Question withServerName(@Nullable String name) {
        return new Question(text, request, name, certificate);
    }

    /** The same request with a client certificate. */
    public Question with(@Nullable ClientCertificate presented) {
        return new Question(text, request, serverName, presented);
    }

    private static String shown(String text) {
        return "'" + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text) + "'";
    }

    private static int port(@Nullable String digits) {
        int port = digits == null ? 0 : Integer.parseInt(digits);
        if (port > MOST_PORT || (digits != null && port == 0)) {
            throw new IllegalArgumentException("the URL's port is 1 to 65535, was " + digits);
        }
        return port;
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static List<Map.Entry<String, String>> fields(List<String> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw new IllegalArgumentException("at most " + MOST_HEADERS + " headers");
        }
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String header : headers) {
            Matcher parts = HEADER.matcher(header);
            if (header.length() > LONGEST || !parts.matches()) {
                throw new IllegalArgumentException(
                        "a header is a name and a value, like 'x-canary: always', was " + shown(header));
            }
            if (parts.group(1).equalsIgnoreCase("host")) {
                throw new IllegalArgumentException("the host stands in the URL, not in a header");
            }
            fields.add(Map.entry(parts.group(1), parts.group(2).strip()));
        }
        return fields;
    }
}
