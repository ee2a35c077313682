package io.sallyport.config;

/** Reads {@code routes[i]}. */
final class RouteReader {

    private static final IntRange LISTENERS = new IntRange(1, 64);
    private static final Keys ROUTE = Keys.of("name", "listeners", "hostnames", "rules")
            .planned("filters", "access", "rateLimit", "cors", "limits", "tracing", "circuitBreaker");

    private final Findings findings;
    private final RouteBody body;

    RouteReader(Findings findings) {
        this.findings = findings;
        this.body = new RouteBody(findings, new OwnWords());
    }

    RouteSpec read(FieldPath at) {
        RouteSpec known = at.known();
        if (known != null) {
            return known;
        }
        ObjectReader in = new ObjectReader(at, ROUTE, findings);
        return new RouteSpec(
                in.requiredText("name", TextRules.NAME),
                in.texts("listeners", LISTENERS, TextRules.NAME),
                body.hostnames(in),
                body.rules(in));
    }
}
