package io.sallyport.telemetry;

/** Why the gateway ended a connection that had no request under way. The list is closed. */
public enum ConnectionEnd {
    /** The port has as many connections as it may have, and none of them is idle. */
    TOO_MANY,
    /** It was idle for longest when there were too many. */
    MADE_ROOM,
    /** No request came within the keep-alive time. */
    IDLE,
    HANDSHAKE_TIMEOUT,
    /** The head of a request did not come to its end; over HTTP/1.1 the client was told by a 408. */
    HEADER_TIMEOUT,
    /** A peer that is none of the proxies came to a listener with the PROXY protocol. */
    PROXY_UNTRUSTED,
    /** It did not begin with a header of the PROXY protocol. */
    PROXY_MALFORMED,
    PROXY_TIMEOUT
}
