package io.sallyport.snapshot;

import io.sallyport.routing.RequestHead;
import org.jspecify.annotations.Nullable;

/** Which part of a request decides its backend. */
public sealed interface StickyKey {

    /** The key that the request carries; null if it carries none. */
    @Nullable
    String of(RequestHead head);

    /** The value of a header. */
    record Header(String lowerCaseName) implements StickyKey {

        @Override
        public @Nullable String of(RequestHead head) {
            return head.header(lowerCaseName);
        }
    }

    /**
     * The value of a cookie.
     *
     * @param maxAgeSeconds 0: for the browser's session
     * @param issue whether a client without the cookie is given one
     */
    record Cookie(String name, long maxAgeSeconds, boolean issue) implements StickyKey {

        @Override
        public @Nullable String of(RequestHead head) {
            String cookies = head.header("cookie");
            return cookies == null ? null : find(cookies);
        }

        /** RFC 6265, 4.2.1: pairs apart by semicolon; several fields arrive joined by a comma or semicolon. */
        private @Nullable String find(String cookies) {
            int at = 0;
            while (at < cookies.length()) {
                int end = endOfPair(cookies, at);
                while (at < end && cookies.charAt(at) == ' ') {
                    at++;
                }
                if (cookies.startsWith(name, at)
                        && at + name.length() < end
                        && cookies.charAt(at + name.length()) == '=') {
                    String value =
                            cookies.substring(at + name.length() + 1, end).strip();
                    return value.isEmpty() ? null : value;
                }
                at = end + 1;
            }
            return null;
        }

        private static int endOfPair(String cookies, int from) {
            for (int i = from; i < cookies.length(); i++) {
                char c = cookies.charAt(i);
                if (c == ';' || c == ',') {
                    return i;
                }
            }
            return cookies.length();
        }

        /** The field that gives a client this key. */
        public String issueField(String value) {
            String lifetime = maxAgeSeconds == 0 ? "" : "; Max-Age=" + maxAgeSeconds;
            return name + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax" + lifetime;
        }
    }
}
