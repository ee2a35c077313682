package io.sallyport.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a backend is asked for instead of what the client asked for (Gateway API {@code HTTPURLRewriteFilter}).
 *
 * @param hostname null: the client's
 * @param path null: the client's
 */
public record Rewrite(@Nullable String hostname, @Nullable PathEdit path) {

    /** Asks for what the client asked for. */
    public static final Rewrite NONE = new Rewrite(null, null);

    /** This one, and the other where that says something. */
    public Rewrite then(Rewrite other) {
        return new Rewrite(other.hostname == null ? hostname : other.hostname, other.path == null ? path : other.path);
    }
}
