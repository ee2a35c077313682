package io.sallyport.routing;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to match, as a value. */
record Head(String method, String host, String path, Map<String, String> headers, Map<String, String> queryParams)
        implements RequestHead {

    static Head get(String host, String path) {
        return new Head("GET", host, path, Map.of(), Map.of());
    }

    static Head get(String path) {
        return get("shop.example.com", path);
    }

    Head withMethod(String other) {
        return new Head(other, host, path, headers, queryParams);
    }

    Head withHeader(String name, String value) {
        return new Head(method, host, path, with(headers, name, value), queryParams);
    }

    Head withQueryParam(String name, String value) {
        return new Head(method, host, path, headers, with(queryParams, name, value));
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    @Override
    public @Nullable String queryParam(String name) {
        return queryParams.get(name);
    }

    private static Map<String, String> with(Map<String, String> values, String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return Map.copyOf(more);
    }
}
