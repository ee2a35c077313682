package io.sallyport.config;

import java.util.Locale;

/** What a warning is about; the list is closed, as it is a label of a metric. */
public enum WarningKind {
    /** An endpoint without TLS. */
    PLAINTEXT,
    /** A rule without a backend, or without one that has a weight. */
    NO_BACKEND,
    /** A backend of a split that gets nothing. */
    ZERO_WEIGHT,
    /** A hostname that no listener serves. */
    HOSTNAME,
    /** A rule that no request reaches. */
    UNREACHABLE_RULE,
    /** A match that no request reaches, in a rule that others reach. */
    DUPLICATE_MATCH,
    /** Retries that the request's timeout cuts off. */
    RETRY_TIMEOUT,
    /** A wait that the OpenShift router cuts off. */
    ROUTER_TIMEOUT,
    /** A redirect to what was asked for. */
    REDIRECT_LOOP,
    /** A meaning that differs from the Gateway API's. */
    DEVIATION,
    /** A certificate or CA that has expired, soon will, or is not valid yet; or files that were not taken. */
    CERTIFICATE,
    /** A hostname that no certificate speaks for. */
    CERTIFICATE_NAME;

    /** The name in metrics and in the status: {@code unreachable-rule}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
