package io.sallyport.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Checks targets, and the fields of an answer, which nobody else looks at: a line's end or a space in them would begin
 * another field, or another answer, before a client of HTTP/1.1 (RFC 9110, 5.5; RFC 9113, 8.2.1 and 10.3).
 */
final class FieldCheck {

    private static final int DELETE = 0x7f;

    private FieldCheck() {}

    /** For the fields of a backend's answer or trailers. */
    static boolean sound(MultiMap fields) {
        Soundness soundness = new Soundness();
        fields.forEach(soundness);
        return soundness.sound;
    }

    /** Walks over fields without an object for each. */
    private static final class Soundness implements BiConsumer<String, String> {

        private boolean sound = true;

        @Override
        public void accept(String name, String value) {
            sound = sound && name(name) && value(value);
        }
    }

    /** Of transfer codings the gateway knows chunked alone; another would leave the message's end to guessing. */
    static boolean coding(MultiMap fields) {
        if (!fields.contains(HttpHeaders.TRANSFER_ENCODING)) {
            return true;
        }
        List<String> codings = fields.getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
    }

    /** In absolute form the target names the host that the request is for (RFC 9112, 3.2.2): the same as the field. */
    static boolean agrees(String target, String host) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return true;
        }
        int end = scheme + 3;
        while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return target.substring(scheme + 3, end).equalsIgnoreCase(host);
    }

    /** The forms of RFC 9112, 3.2, but the one of CONNECT. */
    static boolean target(HttpMethod method, String target) {
        boolean form = target.startsWith("/")
                || target.startsWith("http://")
                || target.startsWith("https://")
                || (target.equals("*") && method == HttpMethod.OPTIONS);
        return form && visible(target) && target.indexOf('#') < 0;
    }

    private static boolean name(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > DELETE || !Octets.token(c)) {
                return false;
            }
        }
        return !name.isEmpty();
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
