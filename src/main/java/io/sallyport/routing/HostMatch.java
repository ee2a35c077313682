package io.sallyport.routing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A condition on a request's host (Gateway API {@code Hostname}): one name, a wildcard, or any. */
public sealed interface HostMatch {

    /** Whether a host, in lower case and without port, meets this condition. */
    boolean matches(String host);

    /** The hosts in the words of a document: {@code *.example.com}, or {@code any host}. */
    String text();

    /** Whether every host that the other takes is taken here. */
    boolean covers(HostMatch other);

    /**
     * The hosts that a document's hostname stands for.
     *
     * @param hostname {@code shop.example.com}; or {@code *.example.com}, which takes one or more labels before
     *     {@code .example.com}, and never {@code example.com} itself
     * @throws IllegalArgumentException if a {@code *} is anything but the whole first of several labels
     */
    static HostMatch of(String hostname) {
        String name = hostname.toLowerCase(Locale.ROOT);
        boolean wildcard = name.startsWith("*.");
        if (name.indexOf('*', wildcard ? 1 : 0) >= 0 || name.length() == (wildcard ? 2 : 0)) {
            throw new IllegalArgumentException("not a hostname: " + hostname);
        }
        return wildcard ? new Wildcard(name.substring(1)) : new Exact(name);
    }

    /** Every host, and none. */
    static HostMatch any() {
        return new Any();
    }

    /**
     * The narrower of two hosts that meet, or null if they do not: a listener's and a route's. The order does not
     * matter.
     */
    static @Nullable HostMatch intersect(HostMatch listener, HostMatch route) {
        if (listener.covers(route)) {
            return route;
        }
        return route.covers(listener) ? listener : null;
    }

    /** One name. */
    record Exact(String name) implements HostMatch {

        @Override
        public boolean matches(String host) {
            return host.equals(name);
        }

        @Override
        public boolean covers(HostMatch other) {
            return equals(other);
        }

        @Override
        public String text() {
            return name;
        }
    }

    /**
     * Every name below a domain.
     *
     * @param suffix what stands after the {@code *}, with its leading dot
     */
    record Wildcard(String suffix) implements HostMatch {

        @Override
        public boolean matches(String host) {
            return host.length() > suffix.length() && host.endsWith(suffix);
        }

        @Override
        public boolean covers(HostMatch other) {
            return (other instanceof Exact exact && matches(exact.name()))
                    || (other instanceof Wildcard wildcard && wildcard.suffix().endsWith(suffix));
        }

        @Override
        public String text() {
            return "*" + suffix;
        }
    }

    /** Every host. */
    record Any() implements HostMatch {

        @Override
        public boolean matches(String host) {
            return true;
        }

        @Override
        public boolean covers(HostMatch other) {
            return true;
        }

        @Override
        public String text() {
            return "any host";
        }
    }
}
