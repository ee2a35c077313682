package io.sallyport.snapshot;

import io.sallyport.tls.SessionKey;
import java.util.List;

/**
 * What backends and their endpoints are called in the tokens of one rule: keyed digests, so that a token tells nothing
 * and cannot be made up. The same on every replica that has the key, and different in every rule.
 *
 * @param keys the first makes tokens, all of them are known by
 * @param scope the rule
 */
record SessionTags(List<SessionKey> keys, String scope) {

    /** Characters of a tag. */
    static final int LENGTH = 16;

    private static final int BYTES = 12;
    private static final int SEAL_BYTES = 16;
    private static final char END = '\0';

    SessionTags {
        keys = List.copyOf(keys);
    }

    /** By each key. */
    List<String> backend(String name) {
        return tags("backend" + END + scope + END + name);
    }

    /** By each key. */
    List<String> endpoint(String backend, String identity) {
        return tags("endpoint" + END + scope + END + backend + END + identity);
    }

    /** What shows that a token's times are its own. */
    String seal(int key, String sealed) {
        return keys.get(key).digest("times" + END + scope + END + sealed, SEAL_BYTES);
    }

    private List<String> tags(String text) {
        return keys.stream().map(key -> key.digest(text, BYTES)).toList();
    }
}
