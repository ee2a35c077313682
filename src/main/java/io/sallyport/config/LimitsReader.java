package io.sallyport.config;

import java.time.Duration;

/** Reads {@code limits} of a listener or a rule. */
final class LimitsReader {

    private static final SizeRange HEADER_BYTES = new SizeRange(1_024, 256 * 1_024);
    private static final SizeRange URI_BYTES = new SizeRange(256, 64 * 1_024);
    private static final SizeRange BODY_BYTES = new SizeRange(0, 1L << 40);
    private static final IntRange HEADERS = new IntRange(1, 1_000);
    private static final IntRange MANY = new IntRange(1, 1_000_000);
    private static final IntRange REQUESTS = new IntRange(1, 1_000_000_000);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final DurationRange WAIT = new DurationRange(Duration.ofMillis(100), HOUR);
    private static final DurationRange BODY_WAIT = new DurationRange(Duration.ZERO, HOUR);
    private static final DurationRange KEEP_ALIVE = new DurationRange(Duration.ofSeconds(1), Duration.ofHours(24));

    private static final Keys LISTENER = Keys.of(
            "headerBytes",
            "uriBytes",
            "headers",
            "bodyBytes",
            "connections",
            "requestsPerConnection",
            "inFlight",
            "headerTimeout",
            "bodyTimeout",
            "keepAlive",
            "handshakeTimeout");
    private static final Keys RULE = Keys.of("bodyBytes");

    private final Findings findings;

    LimitsReader(Findings findings) {
        this.findings = findings;
    }

    LimitsSpec listener(FieldPath at) {
        ObjectReader in = new ObjectReader(at, LISTENER, findings);
        LimitsSpec usual = LimitsSpec.DEFAULT;
        return new LimitsSpec(
                (int) in.size("headerBytes", HEADER_BYTES, usual.headerBytes()),
                (int) in.size("uriBytes", URI_BYTES, usual.uriBytes()),
                in.integer("headers", HEADERS, usual.headers()),
                in.size("bodyBytes", BODY_BYTES),
                in.integer("connections", MANY, usual.connections()),
                in.has("requestsPerConnection") ? (Integer) in.integer("requestsPerConnection", REQUESTS, 1) : null,
                in.has("inFlight") ? (Integer) in.integer("inFlight", MANY, 1) : null,
                in.duration("headerTimeout", WAIT, usual.headerTimeout()),
                in.duration("bodyTimeout", BODY_WAIT, usual.bodyTimeout()),
                in.has("keepAlive") ? in.duration("keepAlive", KEEP_ALIVE, HOUR) : null,
                in.duration("handshakeTimeout", WAIT, usual.handshakeTimeout()));
    }

    RuleLimitsSpec rule(FieldPath at) {
        return new RuleLimitsSpec(new ObjectReader(at, RULE, findings).size("bodyBytes", BODY_BYTES));
    }
}
