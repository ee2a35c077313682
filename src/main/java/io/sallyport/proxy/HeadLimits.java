package io.sallyport.proxy;

import io.sallyport.snapshot.PortLimits;
import io.sallyport.telemetry.Reason;

/** Whether a request's head keeps the measure of its port. */
final class HeadLimits {

    private HeadLimits() {}

    /** @return why the exchange must not be served; NONE if it may */
    static Reason refusal(Exchange exchange, PortLimits limits) {
        // A CONNECT of HTTP/2 has none (RFC 9113, 8.5).
        String uri = exchange.request().uri();
        if (uri != null && uri.length() > limits.uriBytes()) {
            return Reason.URI_TOO_LONG;
        }
        RequestFields fields = exchange.fields();
        // Over HTTP/1.1 the decoder has counted the bytes.
        boolean large = fields.count() > limits.headers()
                || (exchange.downstream().http2() && fields.bytes() > limits.headerBytes());
        return large ? Reason.HEADERS_TOO_LARGE : Reason.NONE;
    }
}
