package io.sallyport.proxy;

import io.sallyport.routing.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * A browser's question before a request from a page of another origin (Fetch, "CORS-preflight request"). Seen as the
 * request that it asks for, so that it meets the rule which that will meet, also where a rule matches on the method.
 */
record Preflight(RequestHead head, String origin, String method) implements RequestHead {

    /** Null: it is none. */
    static @Nullable Preflight of(RequestHead head) {
        if (!head.method().equals("OPTIONS")) {
            return null;
        }
        String origin = head.header("origin");
        String method = head.header("access-control-request-method");
        return origin == null || method == null ? null : new Preflight(head, origin, method);
    }

    @Override
    public String host() {
        return head.host();
    }

    @Override
    public String path() {
        return head.path();
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        return head.header(lowerCaseName);
    }

    @Override
    public @Nullable String queryParam(String name) {
        return head.queryParam(name);
    }
}
