package io.sallyport.proxy;

import io.sallyport.routing.Underscores;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.telemetry.Reason;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request's path and fields as its listener reads them, before anything is decided by them. */
final class Reading {

    private Reading() {}

    /** @return why it is answered at once: refused, or sent to the path that was read; NONE: it is not */
    static Reason of(Exchange exchange, ListenerPlan listener) {
        String written = exchange.head().path();
        String path = listener.paths().read(written);
        if (path == null || !underscores(exchange, listener.underscores())) {
            return Reason.BAD_REQUEST;
        }
        exchange.head().path(path);
        return listener.paths().redirects(written) ? Reason.REDIRECT : Reason.NONE;
    }

    private static boolean underscores(Exchange exchange, Underscores policy) {
        return !exchange.fields().underscored()
                || underscores(exchange.request().headers(), policy);
    }

    /** @return false: there is one, and none may be */
    static boolean underscores(MultiMap fields, Underscores policy) {
        if (policy == Underscores.KEEP) {
            return true;
        }
        List<String> underscored = new ArrayList<>(0);
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().indexOf('_') >= 0) {
                underscored.add(field.getKey());
            }
        }
        underscored.forEach(fields::remove);
        return policy == Underscores.DROP || underscored.isEmpty();
    }
}
