package io.sallyport.telemetry;

/** Why a request was answered by the gateway itself; {@link #NONE} for a proxied answer. The list is closed. */
public enum Reason {
    NONE("none"),
    NO_ROUTE("NO_ROUTE"),
    MISDIRECTED("MISDIRECTED"),
    BAD_REQUEST("BAD_REQUEST"),
    REQUEST_TIMEOUT("REQUEST_TIMEOUT"),
    BODY_TOO_LARGE("BODY_TOO_LARGE"),
    URI_TOO_LONG("URI_TOO_LONG"),
    METHOD_NOT_ALLOWED("METHOD_NOT_ALLOWED"),
    UPGRADE_REFUSED("UPGRADE_REFUSED"),
    HEADERS_TOO_LARGE("HEADERS_TOO_LARGE"),
    NO_BACKEND("NO_BACKEND"),
    REDIRECT("REDIRECT"),
    CORS_PREFLIGHT("CORS_PREFLIGHT"),
    UPSTREAM_TIMEOUT("UPSTREAM_TIMEOUT"),
    UPSTREAM_CONNECT_FAILED("UPSTREAM_CONNECT_FAILED"),
    UPSTREAM_TLS_FAILED("UPSTREAM_TLS_FAILED"),
    UPSTREAM_RESET("UPSTREAM_RESET"),
    UPSTREAM_PROTOCOL_ERROR("UPSTREAM_PROTOCOL_ERROR"),
    ADDRESS_REFUSED("ADDRESS_REFUSED"),
    NO_WEIGHT("NO_WEIGHT"),
    NO_HEALTHY_ENDPOINT("NO_HEALTHY_ENDPOINT"),
    INTERNAL_ERROR("INTERNAL_ERROR"),
    OVERLOADED("OVERLOADED"),
    DRAINING("DRAINING"),
    CLIENT_CLOSED("CLIENT_CLOSED");

    private final String label;

    Reason(String label) {
        this.label = label;
    }

    /** The name in metrics, in the access log and in {@code x-sallyport-reason}. */
    public String label() {
        return label;
    }
}
