package io.sallyport.routing;

/**
 * What becomes of a request's header fields with an underscore in their name. A backend in the manner of CGI (RFC 3875,
 * 4.1.18) takes them for those with a hyphen.
 */
public enum Underscores {
    KEEP,
    DROP,
    REJECT
}
