package io.sallyport.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words that a field may hold, in the order in which a violation lists them.
 *
 * @param planned words that the design names and nobody has built yet
 */
record Choices<E>(Map<String, E> byName, Set<String> planned) {

    /** The words stand for themselves. */
    static Choices<String> words(String... words) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String word : words) {
            byName.put(word, word);
        }
        return new Choices<>(byName, Set.of());
    }

    static <E> Choices<E> of(String firstName, E first, String secondName, E second) {
        Map<String, E> byName = new LinkedHashMap<>();
        byName.put(firstName, first);
        byName.put(secondName, second);
        return new Choices<>(byName, Set.of());
    }

    Choices<E> planned(String... words) {
        return new Choices<>(byName, Set.of(words));
    }

    Choices<E> and(String name, E value) {
        Map<String, E> more = new LinkedHashMap<>(byName);
        more.put(name, value);
        return new Choices<>(more, planned);
    }

    TextRule rule() {
        return new TextRule(String.join(", ", byName.keySet()), this::objection);
    }

    private @Nullable String objection(String text) {
        if (byName.containsKey(text)) {
            return null;
        }
        return planned.contains(text) ? Quote.of(text) + ", which is not built yet" : Quote.of(text);
    }
}
