package io.sallyport.proxy;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * Checks what HTTP/2 carried. Its fields may hold any bytes, and neither Netty nor Vert.x looks at them; before HTTP/1.1
 * a line's end or a space in them would begin another field, or another request (RFC 9113, 8.2.1 and 10.3).
 */
final class FieldCheck {

    private static final int DELETE = 0x7f;

    private FieldCheck() {}

    static boolean sound(HttpServerRequest request) {
        if (request.authority() == null || !target(request.uri())) {
            return false;
        }
        for (Map.Entry<String, String> header : request.headers()) {
            if (!name(header.getKey()) || !value(header.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean target(String target) {
        return (target.startsWith("/") || target.equals("*")) && visible(target);
    }

    private static boolean name(String name) {
        return !name.isEmpty() && name.indexOf(':') < 0 && visible(name);
    }

    private static boolean visible(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == DELETE) {
                return false;
            }
        }
        return true;
    }

    private static boolean value(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == DELETE || (c < ' ' && c != '\t')) {
                return false;
            }
        }
        return true;
    }
}
