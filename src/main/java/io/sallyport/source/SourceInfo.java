package io.sallyport.source;

/**
 * Where documents come from.
 *
 * @param kind {@code file} or {@code configmap}
 * @param name the file's path as it was configured, or {@code namespace/name/key} of a ConfigMap; stands before line and column in log lines
 */
public record SourceInfo(String kind, String name) {}
