package io.sallyport.config;

import java.util.List;

/**
 * A backend's share of a rule's requests.
 *
 * @param name of a backend
 * @param weight 0 to 1,000,000; 1 by default
 * @param filters for the requests that go there
 */
public record BackendRefSpec(String name, int weight, List<FilterSpec> filters) {

    public BackendRefSpec {
        filters = List.copyOf(filters);
    }
}
