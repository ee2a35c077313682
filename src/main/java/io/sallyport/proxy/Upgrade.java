package io.sallyport.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The change of a connection's protocol, as messages ask for it and grant it (RFC 9110, 7.8). */
final class Upgrade {

    private static final String WEBSOCKET = "websocket";

    private Upgrade() {}

    /**
     * The protocols that a request of HTTP/1.1 offers, as written; empty if none. The field counts only where
     * {@code Connection} names it. HTTP/2 is not changed to: {@code h2c} is passed over.
     */
    static List<String> offered(MultiMap request) {
        if (!request.contains(HttpHeaders.UPGRADE) || !names(request, HttpHeaders.CONNECTION, "upgrade")) {
            return List.of();
        }
        List<String> offered = new ArrayList<>();
        for (String value : request.getAll(HttpHeaders.UPGRADE)) {
            for (String protocol : value.split(",", -1)) {
                String name = protocol.strip();
                if (!name.isEmpty() && !name.equalsIgnoreCase("h2c")) {
                    offered.add(name);
                }
            }
        }
        return offered;
    }

    /**
     * Those of the offered protocols that a rule allows.
     *
     * @param allowed in lower case
     */
    static List<String> allowed(List<String> offered, Set<String> allowed) {
        if (offered.isEmpty()) {
            return offered;
        }
        return offered.stream()
                .filter(protocol -> allowed.contains(protocol.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** The protocol that a 101 changes to; null if it names none, or one that was not asked for (RFC 9110, 15.2.2). */
    static @Nullable String granted(List<String> asked, MultiMap answer) {
        String granted = answer.get(HttpHeaders.UPGRADE);
        return granted != null && asked.stream().anyMatch(granted.strip()::equalsIgnoreCase) ? granted.strip() : null;
    }

    static boolean isWebSocket(String protocol) {
        return protocol.equalsIgnoreCase(WEBSOCKET);
    }

    /** Writes the fields that ask for one of these protocols, or grant one. */
    static void write(String protocols, MultiMap headers) {
        headers.set(HttpHeaders.CONNECTION, "Upgrade");
        headers.set(HttpHeaders.UPGRADE, protocols);
    }

    private static boolean names(MultiMap headers, CharSequence list, String token) {
        for (String value : headers.getAll(list)) {
            for (String each : value.split(",", -1)) {
                if (each.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }
}
