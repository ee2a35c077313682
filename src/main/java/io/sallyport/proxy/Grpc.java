package io.sallyport.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What gRPC over HTTP/2 says in header fields and trailers; its messages are a body like any other. */
final class Grpc {

    /** No time limit. */
    static final long NEVER = Long.MAX_VALUE;

    private static final String TYPE = "application/grpc";
    private static final CharSequence TIMEOUT = HttpHeaders.createOptimized("grpc-timeout");
    private static final CharSequence STATUS = HttpHeaders.createOptimized("grpc-status");
    private static final CharSequence MESSAGE = HttpHeaders.createOptimized("grpc-message");
    private static final int MOST_DIGITS = 8;

    private Grpc() {}

    /** Whether a request is a call: {@code application/grpc}, or with a suffix such as {@code +proto}. */
    static boolean isCall(MultiMap headers) {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        return type != null
                && type.regionMatches(true, 0, TYPE, 0, TYPE.length())
                && (type.length() == TYPE.length() || "+; ".indexOf(type.charAt(TYPE.length())) >= 0);
    }

    /**
     * For how many nanoseconds the caller waits: 1 to 8 digits and a unit. {@link #NEVER} if it does not say, or not in
     * this form: then the backend is to judge it.
     */
    static long timeoutNanos(MultiMap headers) {
        String text = headers.get(TIMEOUT);
        int digits = text == null ? 0 : text.length() - 1;
        if (text == null || digits < 1 || digits > MOST_DIGITS) {
            return NEVER;
        }
        long amount = 0;
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return NEVER;
            }
            amount = amount * 10 + c - '0';
        }
        TimeUnit unit = unit(text.charAt(digits));
        return unit == null ? NEVER : unit.toNanos(amount);
    }

    private static @Nullable TimeUnit unit(char letter) {
        return switch (letter) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            case 'n' -> TimeUnit.NANOSECONDS;
            default -> null;
        };
    }

    /** Makes these the fields of an answer that has nothing else: HTTP's status is then 200, whatever the call's is. */
    static void trailersOnly(MultiMap headers, int status, String message) {
        headers.set(HttpHeaders.CONTENT_TYPE, TYPE);
        end(headers, status, message);
    }

    /**
     * Says how a call ended.
     *
     * @param status of HTTP, from which gRPC's follows
     * @param message of printable ASCII without {@code %}, which needs no encoding
     */
    static void end(MultiMap trailers, int status, String message) {
        trailers.set(STATUS, Integer.toString(statusOf(status)));
        trailers.set(MESSAGE, message);
    }

    /**
     * gRPC's own mapping ("HTTP to gRPC Status Code Mapping"), but that a time limit is DEADLINE_EXCEEDED, which clients do
     * not repeat, and that what is too large is RESOURCE_EXHAUSTED.
     */
    static int statusOf(int status) {
        return switch (status) {
            case 400 -> 13; // INTERNAL
            case 401 -> 16; // UNAUTHENTICATED
            case 403 -> 7; // PERMISSION_DENIED
            case 404 -> 12; // UNIMPLEMENTED
            case 408, 504 -> 4; // DEADLINE_EXCEEDED
            case 413, 431 -> 8; // RESOURCE_EXHAUSTED
            case 429, 502, 503 -> 14; // UNAVAILABLE
            default -> 2; // UNKNOWN
        };
    }
}
