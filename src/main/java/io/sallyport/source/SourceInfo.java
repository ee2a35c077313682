package io.sallyport.source;

/**
 * Where documents come from.
 *
 * @param kind {@code file}
 * @param name the file's path as it was configured; stands before line and column in log lines
 */
public record SourceInfo(String kind, String name) {}
