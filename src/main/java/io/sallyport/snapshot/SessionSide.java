package io.sallyport.snapshot;

import io.sallyport.upstream.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A backend that sessions of a rule may be on: what it and its addresses are called in tokens. For all threads. */
final class SessionSide {

    private final Destination destination;
    private final SessionTags tags;
    private final List<String> own;
    private volatile Table table = new Table(List.of(), Map.of(), Map.of());

    /**
     * The addresses of one moment.
     *
     * @param addresses as the backend has them
     * @param byTag whatever the key
     * @param tags by identity, one for each key
     */
    private record Table(List<Target> addresses, Map<String, Target> byTag, Map<String, List<String>> tags) {}

    SessionSide(Destination destination, SessionTags tags) {
        this.destination = destination;
        this.tags = tags;
        this.own = tags.backend(destination.backend().name());
    }

    Destination destination() {
        return destination;
    }

    String name() {
        return destination.backend().name();
    }

    /** The backend's own tags, one for each key. */
    List<String> tags() {
        return own;
    }

    void prepare() {
        table();
    }

    /** The address of this moment that is called so; null if there is none. */
    @Nullable
    Target target(String tag) {
        return table().byTag().get(tag);
    }

    /** What an address is called by the first key. It may have gone while the request was with it. */
    String tag(Target target) {
        List<String> known = table().tags().get(target.identity());
        return (known == null ? tags.endpoint(name(), target.identity()) : known).get(0);
    }

    /** Made anew when the addresses have changed, for those that are new; several threads may do it at a time. */
    private Table table() {
        Table known = table;
        List<Target> now = destination.backend().targets();
        if (known.addresses() != now) {
            known = next(known, now);
            table = known;
        }
        return known;
    }

    private Table next(Table before, List<Target> now) {
        Map<String, Target> byTag = new HashMap<>();
        Map<String, List<String>> byIdentity = new HashMap<>();
        for (Target target : now) {
            List<String> known = before.tags().get(target.identity());
            List<String> names = known == null ? tags.endpoint(name(), target.identity()) : known;
            names.forEach(name -> byTag.putIfAbsent(name, target));
            byIdentity.put(target.identity(), names);
        }
        return new Table(now, byTag, byIdentity);
    }
}
