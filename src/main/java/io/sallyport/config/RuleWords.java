package io.sallyport.config;

/** The words in which rules are written: the gateway's own, or those of an {@code HTTPRoute}. */
sealed interface RuleWords permits OwnWords, HttpRouteWords {

    /** Keys of a rule. */
    Keys rule();

    /** Keys of its {@code timeouts}. */
    Keys timeouts();

    /** Keys of one of its {@code backendRefs}. */
    Keys backendRef();

    /** Keys of a mirror's {@code backendRef}. */
    Keys mirrorRef();

    /** How often a request is sent again. */
    int attempts(ObjectReader retry, IntRange range);

    /** The backend that a backendRef names; the empty text if it is missing or wrong. */
    String backend(ObjectReader ref);
}
