package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/** What of a request is matched on. The proxy implements it; values may be parsed lazily. */
public interface RequestHead {

    /** The method as sent; methods are compared with case (RFC 9110, 9.1). */
    String method();

    /** The host in lower case, without port; empty if the request names none. */
    String host();

    /** The path without its query. */
    String path();

    /** The values of a header, joined with a comma (RFC 9110, 5.3); null if it is absent. */
    @Nullable
    String header(String lowerCaseName);

    /** The first value of a query parameter, decoded; null if it is absent. Names are compared with case. */
    @Nullable
    String queryParam(String name);
}
