package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to the requests of a rule, or of one of its backendRefs (Gateway API {@code HTTPRouteFilter}). */
public sealed interface FilterSpec {

    /** Changes the request's header on its way to the backend. */
    record RequestHeaderModifier(HeaderModifierSpec headers) implements FilterSpec {}

    /** Changes the answer's header on its way to the client. */
    record ResponseHeaderModifier(HeaderModifierSpec headers) implements FilterSpec {}

    /**
     * Answers with another place instead of forwarding. What is absent stays as the client asked for it.
     *
     * @param scheme {@code http} or {@code https}
     * @param hostname where to; absent: what was asked for
     * @param path how the path is changed; absent: not at all
     * @param port absent: the scheme's own if one is set, else the one that the client used
     * @param statusCode 301, 302, 303, 307 or 308
     */
    record RequestRedirect(
            @Nullable String scheme,
            @Nullable String hostname,
            @Nullable PathModifierSpec path,
            @Nullable Integer port,
            int statusCode)
            implements FilterSpec {}

    /**
     * Asks the backend for another host or path than the client did; the query stays.
     *
     * @param hostname absent: as the client named it
     * @param path absent: as the client named it
     */
    record UrlRewrite(@Nullable String hostname, @Nullable PathModifierSpec path) implements FilterSpec {}

    /**
     * Sends a copy of some requests to another backend too; its answers are not read. May stand there several times.
     *
     * @param backend its name
     * @param numerator how many of {@code denominator} requests; all by default
     * @param denominator 100 by default
     */
    record RequestMirror(String backend, int numerator, int denominator) implements FilterSpec {}

    /**
     * Tells browsers who may use the answers in a page of another origin (GEP-1767). {@code *} stands alone in its list.
     *
     * @param allowOrigins {@code *}, or {@code scheme://host} with perhaps a port; the host may be or begin with a wildcard
     * @param allowCredentials whether requests may carry cookies and the like
     * @param allowMethods what may be asked with; {@code *}: anything
     * @param allowHeaders which fields requests may have; {@code *}: any
     * @param exposeHeaders which fields of an answer the page may read
     * @param maxAge how many seconds a browser may keep the answer to its preflight
     */
    record Cors(
            List<String> allowOrigins,
            boolean allowCredentials,
            List<String> allowMethods,
            List<String> allowHeaders,
            List<String> exposeHeaders,
            int maxAge)
            implements FilterSpec {

        public Cors {
            allowOrigins = List.copyOf(allowOrigins);
            allowMethods = List.copyOf(allowMethods);
            allowHeaders = List.copyOf(allowHeaders);
            exposeHeaders = List.copyOf(exposeHeaders);
        }
    }
}
