package io.sallyport.telemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One ended exchange, as the access log tells it. What a client or a peer wrote (request id, method, path, principal)
 * is cut at 2,048 characters, and the path at its query, which may hold secrets.
 *
 * @param time when the request's head had come
 * @param listener the listener's name; like route, rule, backend and endpoint {@code none} if there was none
 * @param client the address that the request came from, or that a proxy named by the PROXY protocol
 * @param endpoint the address of the last attempt
 * @param code the status sent down
 * @param bytesIn of the request's body
 * @param bytesOut of the response's body
 * @param durationNanos from the head to the end of the exchange
 * @param upstreamNanos the last attempt's time until the response's head; 0 if there was none
 * @param attempts how many were made
 * @param principal who the client is by its verified certificate
 */
public record AccessLogEntry(
        Instant time,
        String requestId,
        String client,
        String listener,
        String route,
        String rule,
        String backend,
        String endpoint,
        String method,
        String path,
        int code,
        Reason reason,
        long bytesIn,
        long bytesOut,
        long durationNanos,
        long upstreamNanos,
        int attempts,
        @Nullable String principal) {

    private static final int MAX_LENGTH = 2_048;

    public AccessLogEntry {
        requestId = cut(requestId);
        method = cut(method);
        int query = path.indexOf('?');
        path = cut(query < 0 ? path : path.substring(0, query));
        principal = principal == null ? null : cut(principal);
    }

    private static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }
}
