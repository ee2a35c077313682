package io.sallyport.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that must all hold (Gateway API {@code HTTPRouteMatch}). Header names are compared without case, names of
 * query parameters with case. Of several conditions on one name only the first counts, as the Gateway API says.
 *
 * @param method compared with case; null: any
 */
public record RouteMatch(
        PathMatch path,
        List<ValueMatch> headers,
        List<ValueMatch> queryParams,
        @Nullable String method) {

    public RouteMatch {
        headers = firstOfEachName(headers, name -> name.toLowerCase(Locale.ROOT));
        queryParams = firstOfEachName(queryParams, UnaryOperator.identity());
    }

    /** Whether everything but the path holds. */
    public boolean admits(RequestHead head) {
        if (method != null && !method.equals(head.method())) {
            return false;
        }
        for (int i = 0; i < headers.size(); i++) {
            ValueMatch header = headers.get(i);
            if (!header.matches(head.header(header.name()))) {
                return false;
            }
        }
        for (int i = 0; i < queryParams.size(); i++) {
            ValueMatch param = queryParams.get(i);
            if (!param.matches(head.queryParam(param.name()))) {
                return false;
            }
        }
        return true;
    }

    private static List<ValueMatch> firstOfEachName(List<ValueMatch> matches, UnaryOperator<String> spelling) {
        if (matches.isEmpty()) {
            return List.of();
        }
        Map<String, ValueMatch> byName = new LinkedHashMap<>();
        for (ValueMatch match : matches) {
            String name = spelling.apply(match.name());
            byName.putIfAbsent(name, match.named(name));
        }
        return List.copyOf(byName.values());
    }
}
