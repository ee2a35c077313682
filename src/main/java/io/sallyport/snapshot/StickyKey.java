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
            return cookies == null ? null : Cookies.first(cookies, name, 1, value -> value.isEmpty() ? null : value);
        }

        /** The field that gives a client this key. */
        public String issueField(String value) {
            String lifetime = maxAgeSeconds == 0 ? "" : "; Max-Age=" + maxAgeSeconds;
            return name + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax" + lifetime;
        }
    }
}
