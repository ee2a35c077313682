package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a request table: a request, and what is to become of it. At least one of the four is expected.
 *
 * @param request {@code GET https://shop.example.com/reviews/7}
 * @param headers each {@code name: value}
 * @param route its name, {@code none} for no route; absent: any
 * @param rule its name or index; absent: any
 * @param backends all that may be chosen are among these; empty: any
 * @param status of the gateway's own answer; absent: any
 * @param at where the row stands
 */
public record RequestRow(
        String request,
        List<String> headers,
        @Nullable String route,
        @Nullable String rule,
        List<String> backends,
        @Nullable Integer status,
        FieldPath at) {

    public RequestRow {
        headers = List.copyOf(headers);
        backends = List.copyOf(backends);
    }
}
