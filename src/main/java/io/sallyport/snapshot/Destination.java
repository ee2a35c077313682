package io.sallyport.snapshot;

import io.sallyport.routing.HeaderEdit;
import io.sallyport.routing.Rewrite;
import io.sallyport.upstream.Backend;
import java.util.List;

/**
 * A backend that a rule forwards to, and what is changed on the way there and back: by the rule's filters, then by its
 * backendRef's.
 */
public record Destination(Backend backend, List<HeaderEdit> request, List<HeaderEdit> response, Rewrite rewrite) {

    public Destination {
        request = List.copyOf(request);
        response = List.copyOf(response);
    }
}
