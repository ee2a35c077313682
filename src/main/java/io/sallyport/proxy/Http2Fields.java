package io.sallyport.proxy;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes the fields of an HTTP/2 request well-formed (RFC 9113, 8.2 and 8.3). In HTTP/1.1 a line's end or a space in
 * them would begin another field, or another request (10.3). Lengths are left to Netty, which holds them against the
 * body and makes equal ones one.
 */
final class Http2Fields {

    private static final int METHOD = 1;
    private static final int SCHEME = 2;
    private static final int PATH = 4;
    private static final int AUTHORITY = 8;
    private static final int MOST_PORT = 65_535;

    private Http2Fields() {}

    static boolean soundHead(Http2Headers headers) {
        int pseudo = 0;
        CharSequence host = null;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence name = field.getKey();
            int bit = pseudo(name);
            if (bit != 0) {
                if ((pseudo & bit) != 0) {
                    return false;
                }
                pseudo |= bit;
            } else if (!regular(name, field.getValue())) {
                return false;
            } else if (is(name, "host")) {
                if (host != null) {
                    return false;
                }
                host = field.getValue();
            }
        }
        return soundPseudo(headers, pseudo) && soundHost(headers.authority(), host);
    }

    /** Trailers have no pseudo-headers (8.1). */
    static boolean soundTrailers(Http2Headers trailers) {
        for (Map.Entry<CharSequence, CharSequence> field : trailers) {
            if (!regular(field.getKey(), field.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** One that is not known here is no regular field either. {@code :protocol} (RFC 8441) was not offered. */
    private static int pseudo(CharSequence name) {
        if (name.length() < 2 || name.charAt(0) != ':') {
            return 0;
        }
        return is(name, ":method")
                ? METHOD
                : is(name, ":path") ? PATH : is(name, ":scheme") ? SCHEME : is(name, ":authority") ? AUTHORITY : 0;
    }

    private static boolean soundPseudo(Http2Headers headers, int pseudo) {
        CharSequence method = headers.method();
        if (method == null || !token(method)) {
            return false;
        }
        if (is(method, "CONNECT")) {
            return pseudo == (METHOD | AUTHORITY);
        }
        return (pseudo | AUTHORITY) == (METHOD | SCHEME | PATH | AUTHORITY)
                && (is(headers.scheme(), "https") || is(headers.scheme(), "http"))
                && path(method, headers.path());
    }

    private static boolean path(CharSequence method, CharSequence path) {
        if (is(path, "*")) {
            return is(method, "OPTIONS");
        }
        for (int i = 0; i < path.length(); i++) {
            if (!ascii(path.charAt(i)) || !Octets.target(path.charAt(i))) {
                return false;
            }
        }
        return path.length() > 0 && path.charAt(0) == '/';
    }

    /** One of the two is there; if both are, they say the same (8.3.1). */
    private static boolean soundHost(@Nullable CharSequence authority, @Nullable CharSequence host) {
        if (authority == null) {
            return host != null && authority(host);
        }
        return authority(authority) && (host == null || AsciiString.contentEqualsIgnoreCase(authority, host));
    }

    /** A host and perhaps a port; no user (8.3.1). */
    private static boolean authority(CharSequence text) {
        int port = -1;
        boolean literal = text.length() > 0 && text.charAt(0) == '[';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean separator = c == ':' && !literal;
            literal &= c != ']';
            if (port >= 0) {
                port = Octets.digit(c) ? Math.min(port * 10 + c - '0', MOST_PORT + 1) : MOST_PORT + 1;
            } else if (separator) {
                port = 0;
            } else if (!hostCharacter(c)) {
                return false;
            }
        }
        return port <= MOST_PORT && !literal && text.length() > 0 && text.charAt(0) != ':';
    }

    private static boolean hostCharacter(char c) {
        boolean letter = ascii(c) && Octets.lower(c) >= 'a' && Octets.lower(c) <= 'z';
        return letter || Octets.digit(c) || "-._:[]".indexOf(c) >= 0;
    }

    private static boolean regular(CharSequence name, CharSequence value) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!ascii(c) || !Octets.token(c) || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return name.length() > 0 && value(value) && !ofConnection(name, value);
    }

    private static boolean value(CharSequence value) {
        int last = value.length() - 1;
        if (last < 0) {
            return true;
        }
        for (int i = 0; i <= last; i++) {
            if (!Octets.field(value.charAt(i))) {
                return false;
            }
        }
        return !Octets.blank(value.charAt(0)) && !Octets.blank(value.charAt(last));
    }

    /** What is meant for one connection has no place here (8.2.2). */
    private static boolean ofConnection(CharSequence name, CharSequence value) {
        return switch (name.charAt(0)) {
            case 'c' -> is(name, "connection");
            case 'k' -> is(name, "keep-alive");
            case 'p' -> is(name, "proxy-connection");
            case 't' ->
                is(name, "transfer-encoding")
                        || (is(name, "te") && !AsciiString.contentEqualsIgnoreCase(value, "trailers"));
            case 'u' -> is(name, "upgrade");
            default -> false;
        };
    }

    private static boolean token(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!ascii(text.charAt(i)) || !Octets.token(text.charAt(i))) {
                return false;
            }
        }
        return text.length() > 0;
    }

    private static boolean ascii(char c) {
        return c < 0x80;
    }

    private static boolean is(CharSequence text, String other) {
        return text.length() == other.length() && AsciiString.contentEquals(text, other);
    }
}
