package io.sallyport.proxy;

import io.sallyport.snapshot.PortLimits;
import io.sallyport.telemetry.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** Whether a request's head keeps the measure of its port. */
final class HeadLimits {

    /** What a field counts beside its name and value (RFC 9113, 6.5.2). */
    private static final int FIELD = 32;

    private HeadLimits() {}

    /** @return why the exchange must not be served; NONE if it may */
    static Reason refusal(HttpServerRequest request, boolean http2, PortLimits limits) {
        // A CONNECT of HTTP/2 has none (RFC 9113, 8.5).
        if (request.uri() != null && request.uri().length() > limits.uriBytes()) {
            return Reason.URI_TOO_LONG;
        }
        MultiMap fields = request.headers();
        // Over HTTP/1.1 the decoder has counted the bytes.
        boolean large = count(fields) > limits.headers() || (http2 && bytes(fields) > limits.headerBytes());
        return large ? Reason.HEADERS_TOO_LARGE : Reason.NONE;
    }

    private static int count(MultiMap fields) {
        int count = 0;
        for (Map.Entry<String, String> ignored : fields) {
            count++;
        }
        return count;
    }

    private static long bytes(MultiMap fields) {
        long bytes = 0;
        for (Map.Entry<String, String> field : fields) {
            bytes += field.getKey().length() + field.getValue().length() + FIELD;
        }
        return bytes;
    }
}
