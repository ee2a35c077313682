package io.sallyport.config;

import java.util.List;

/**
 * Header fields to change (Gateway API {@code HTTPHeaderFilter}). A name stands in one of the lists, once, whatever its
 * case.
 * *
 *
 * @param set take the place of all values there are
 * @param add come after the values there are
 * @param remove names of fields that are taken out
 */
public record HeaderModifierSpec(List<HeaderSpec> set, List<HeaderSpec> add, List<String> remove) {

    public HeaderModifierSpec {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    /**
     * A field that is written.
     *
     * @param name of the field
     * @param value what it says
     */
    public record HeaderSpec(String name, String value) {}
}
