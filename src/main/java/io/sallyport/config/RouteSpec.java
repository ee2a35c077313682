package io.sallyport.config;

import java.util.List;

/**
 * Rules for the requests of some hostnames on some listeners.
 *
 * @param listeners names; empty: all
 * @param hostnames exact or {@code *.} wildcard, lower case; empty: any that the listener allows
 */
public record RouteSpec(String name, List<String> listeners, List<String> hostnames, List<RuleSpec> rules) {

    public RouteSpec {
        listeners = List.copyOf(listeners);
        hostnames = List.copyOf(hostnames);
        rules = List.copyOf(rules);
    }
}
