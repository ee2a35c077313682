package io.sallyport.config;

/**
 * A backend's share of a rule's requests.
 *
 * @param weight 0 to 1,000,000; 1 by default
 */
public record BackendRefSpec(String name, int weight) {}
