package io.sallyport.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of one kind of mapping.
 *
 * @param planned keys that the design names and nobody has built yet
 * @param open whether others may stand beside them, which are not read
 */
record Keys(List<String> allowed, Set<String> planned, boolean open) {

    static Keys of(String... allowed) {
        return new Keys(List.of(allowed), Set.of(), false);
    }

    /** These and any others. */
    static Keys among(String... allowed) {
        return new Keys(List.of(allowed), Set.of(), true);
    }

    /** Every key that may be meant by a mistyped one. */
    List<String> known() {
        return Stream.concat(allowed.stream(), planned.stream().sorted()).toList();
    }

    Keys planned(String... names) {
        return new Keys(allowed, Set.of(names), open);
    }
}
