package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that must all hold (Gateway API {@code HTTPRouteMatch}).
 *
 * @param path {@code PathPrefix /} by default
 * @param headers each must be there with this value
 * @param queryParams each must be there with this value
 * @param method absent: any
 */
public record MatchSpec(
        PathSpec path,
        List<ValueMatchSpec> headers,
        List<ValueMatchSpec> queryParams,
        @Nullable String method) {

    public MatchSpec {
        headers = List.copyOf(headers);
        queryParams = List.copyOf(queryParams);
    }
}
