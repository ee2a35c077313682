package io.sallyport.routing;

import io.sallyport.routing.HeaderEdit.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What browsers are told about requests from pages of other origins (Gateway API {@code HTTPCORSFilter}, GEP-1767). */
public final class CorsPolicy {

    private static final String ALL = "*";

    private final CorsOrigins origins;
    private final boolean credentials;
    private final String methods;
    private final String headers;
    private final String exposed;
    private final String maxAge;

    /**
     * What a policy is made of; an empty list says nothing, {@code *} stands alone.
     *
     * @param credentials whether a request may carry cookies and the like
     * @param maxAgeSeconds how long a browser may keep a preflight's answer
     */
    public record Terms(
            List<String> origins,
            boolean credentials,
            List<String> methods,
            List<String> headers,
            List<String> exposed,
            int maxAgeSeconds) {}

    public CorsPolicy(Terms terms) {
        this.origins = new CorsOrigins(terms.origins());
        this.credentials = terms.credentials();
        this.methods = String.join(", ", terms.methods());
        this.headers = String.join(", ", terms.headers());
        this.exposed = String.join(", ", terms.exposed());
        this.maxAge = Integer.toString(terms.maxAgeSeconds());
    }

    /** Whether an answer differs from origin to origin, so that caches must keep them apart. */
    public boolean variesByOrigin() {
        return credentials || !origins.any();
    }

    /** The fields of an answer to a page of this origin; none: it may not be used there. */
    public List<Field> answer(String origin) {
        List<Field> fields = new ArrayList<>();
        if (origins.allow(origin)) {
            allow(origin, fields);
            // With credentials * is the name of a header, and no browser would take it for all of them.
            if (!exposed.isEmpty() && !(credentials && exposed.equals(ALL))) {
                fields.add(new Field("access-control-expose-headers", exposed));
            }
        }
        return fields;
    }

    /**
     * The fields of the answer to a preflight from this origin; none: the request is not allowed.
     *
     * @param asked the fields {@code Access-Control-Request-Method} and {@code -Headers}
     */
    public List<Field> preflight(String origin, String askedMethod, @Nullable String asked) {
        List<Field> fields = new ArrayList<>();
        if (origins.allow(origin)) {
            allow(origin, fields);
            list("access-control-allow-methods", methods, askedMethod, fields);
            list("access-control-allow-headers", headers, asked, fields);
            fields.add(new Field("access-control-max-age", maxAge));
        }
        return fields;
    }

    private void allow(String origin, List<Field> into) {
        into.add(new Field("access-control-allow-origin", variesByOrigin() ? origin : ALL));
        if (credentials) {
            into.add(new Field("access-control-allow-credentials", "true"));
        }
    }

    /** With credentials {@code *} may not be sent: what was asked for takes its place. */
    private void list(String name, String allowed, @Nullable String asked, List<Field> into) {
        String value = credentials && allowed.equals(ALL) ? asked : allowed;
        if (value != null && !value.isEmpty()) {
            into.add(new Field(name, value));
        }
    }
}
