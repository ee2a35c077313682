package io.sallyport.snapshot;

import io.sallyport.routing.HeaderEdit;
import io.sallyport.routing.Rewrite;
import io.sallyport.upstream.Backend;
import java.util.List;

/**
 * A backend that a rule forwards to, and what is changed on the way there and back: by the rule's filters, then by its
 * backendRef's.
 *
 * @param mirrors get copies of what is sent to the backend
 */
public record Destination(
        Backend backend, List<HeaderEdit> request, List<HeaderEdit> response, Rewrite rewrite, List<Mirror> mirrors) {

    public Destination {
        request = List.copyOf(request);
        response = List.copyOf(response);
        mirrors = List.copyOf(mirrors);
    }
}
