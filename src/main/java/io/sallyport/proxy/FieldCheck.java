package io.sallyport.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
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
        return request.authority() != null && target(request.method(), request.uri()) && sound(request.headers());
    }

    /** The same for the fields of a backend's answer or trailers. */
    static boolean sound(MultiMap fields) {
        for (Map.Entry<String, String> field : fields) {
            if (!name(field.getKey()) || !value(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The forms of RFC 9112, 3.2, but the one of CONNECT. */
    static boolean target(HttpMethod method, String target) {
        boolean form = target.startsWith("/")
                || target.startsWith("http://")
                || target.startsWith("https://")
                || (target.equals("*") && method == HttpMethod.OPTIONS);
        return form && visible(target);
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
