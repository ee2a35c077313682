package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/**
 * A condition that a request does not meet.
 *
 * @param condition in the words of a document: {@code header x-canary Exact "always"}
 * @param found what the request has instead; absent: nothing
 */
public record Unmet(String condition, @Nullable String found) {

    /** The first in the order in which {@link RouteMatch#admits} asks, the path last; null if all are met. */
    static @Nullable Unmet of(RouteMatch match, RequestHead head) {
        String method = match.method();
        if (method != null && !method.equals(head.method())) {
            return new Unmet("method " + method, head.method());
        }
        for (ValueMatch header : match.headers()) {
            String value = head.header(header.name());
            if (!header.matches(value)) {
                return new Unmet("header " + header.name() + " " + header.text(), value);
            }
        }
        for (ValueMatch param : match.queryParams()) {
            String value = head.queryParam(param.name());
            if (!param.matches(value)) {
                return new Unmet("query parameter " + param.name() + " " + param.text(), value);
            }
        }
        return match.path().matches(head.path())
                ? null
                : new Unmet("path " + match.path().text(), head.path());
    }
}
