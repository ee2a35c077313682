package io.sallyport.config;

import java.util.List;

/**
 * What the tokens of sessions are made with, alike on all replicas.
 *
 * @param keyFiles the first makes tokens, all of them are known by
 */
public record SessionsSpec(List<String> keyFiles) {

    public SessionsSpec {
        keyFiles = List.copyOf(keyFiles);
    }
}
