package io.sallyport.config;

import java.util.List;
import java.util.Set;

/**
 * The keys of one kind of mapping.
 *
 * @param planned keys that the design names and nobody has built yet
 */
record Keys(List<String> allowed, Set<String> planned) {

    static Keys of(String... allowed) {
        return new Keys(List.of(allowed), Set.of());
    }

    Keys planned(String... names) {
        return new Keys(allowed, Set.of(names));
    }
}
