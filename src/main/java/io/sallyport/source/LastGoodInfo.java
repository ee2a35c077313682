package io.sallyport.source;

import java.time.Instant;

/** The document that was kept as the last one taken, and when it was written. */
public record LastGoodInfo(String revision, Instant at) {}
