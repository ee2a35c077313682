package io.sallyport.proxy;

import io.sallyport.routing.HeaderEdit;
import io.vertx.core.MultiMap;
import java.util.List;

/** Changes header fields as filters say. */
final class HeaderEdits {

    private HeaderEdits() {}

    /** In the order of the list. */
    static void apply(List<HeaderEdit> edits, MultiMap headers) {
        for (int i = 0; i < edits.size(); i++) {
            apply(edits.get(i), headers);
        }
    }

    private static void apply(HeaderEdit edit, MultiMap headers) {
        for (int i = 0; i < edit.set().size(); i++) {
            HeaderEdit.Field field = edit.set().get(i);
            headers.set(field.name(), field.value());
        }
        for (int i = 0; i < edit.add().size(); i++) {
            add(edit.add().get(i), headers);
        }
        for (int i = 0; i < edit.remove().size(); i++) {
            headers.remove(edit.remove().get(i));
        }
    }

    /** Values of one name are a list with commas (RFC 9110, 5.3); cookies have rules of their own (RFC 6265). */
    private static void add(HeaderEdit.Field field, MultiMap headers) {
        if (field.name().equals("set-cookie") || !headers.contains(field.name())) {
            headers.add(field.name(), field.value());
            return;
        }
        String separator = field.name().equals("cookie") ? "; " : ",";
        headers.set(field.name(), String.join(separator, headers.getAll(field.name())) + separator + field.value());
    }
}
