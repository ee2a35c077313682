package io.sallyport.resilience;

/** How far an attempt came. */
public enum Progress {
    /** No byte of the request left us. */
    NOTHING_SENT,
    /** The request's head may have been seen. */
    SENT
}
