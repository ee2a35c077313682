package io.sallyport.resilience;

/** What comes after an attempt. */
public enum Decision {
    GIVE_UP,
    RETRY
}
