package io.sallyport.config;

import org.jspecify.annotations.Nullable;

/** What is done to the requests of a rule, or of one of its backendRefs (Gateway API {@code HTTPRouteFilter}). */
public sealed interface FilterSpec {

    /** Changes the request's header on its way to the backend. */
    record RequestHeaderModifier(HeaderModifierSpec headers) implements FilterSpec {}

    /** Changes the answer's header on its way to the client. */
    record ResponseHeaderModifier(HeaderModifierSpec headers) implements FilterSpec {}

    /**
     * Answers with another place instead of forwarding. What is absent stays as the client asked for it.
     * *
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
}
