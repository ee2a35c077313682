package io.sallyport.config;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a text must look like.
 *
 * @param allowed how a violation describes it
 */
record TextRule(String allowed, Objection objection) {

    /** Says what is wrong with a text; null: nothing. */
    interface Objection {
        @Nullable
        String to(String text);
    }

    /** A rule whose violations show the text. */
    static TextRule holding(String allowed, Predicate<String> holds) {
        return new TextRule(allowed, text -> holds.test(text) ? null : Quote.of(text));
    }

    /** A rule whose violations do not show the text, since it may be a secret. */
    static TextRule unshown(String allowed, String found, Predicate<String> holds) {
        return new TextRule(allowed, text -> holds.test(text) ? null : found);
    }
}
