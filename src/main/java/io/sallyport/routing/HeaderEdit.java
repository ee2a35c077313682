package io.sallyport.routing;

import java.util.List;
import java.util.Locale;

/**
 * Header fields to change (Gateway API {@code HTTPHeaderFilter}); a name stands there once.
 *
 * @param set take the place of all values there are
 * @param add come after the values there are
 * @param remove lower case
 */
public record HeaderEdit(List<Field> set, List<Field> add, List<String> remove) {

    public HeaderEdit {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = remove.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** A field to write; its name is kept in lower case, as HTTP/2 wants it. */
    public record Field(String name, String value) {

        public Field {
            name = name.toLowerCase(Locale.ROOT);
        }
    }
}
