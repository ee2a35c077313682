package io.sallyport.config;

import java.time.Duration;

/** Reads {@code sticky} of a rule. */
final class StickyReader {

    private static final Keys STICKY = Keys.of("cookie", "header");
    private static final Keys COOKIE = Keys.of("name", "ttl", "issue");

    private final Findings findings;

    StickyReader(Findings findings) {
        this.findings = findings;
    }

    StickySpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, STICKY, findings);
        boolean both = in.has("cookie") && in.has("header");
        boolean neither = !in.has("cookie") && !in.has("header");
        boolean mapping = at.node() instanceof YamlNode.Mapping;
        if (mapping && (both || neither)) {
            findings.refuse(at, both ? "both" : "neither", "exactly one of cookie and header");
        }
        StickySpec cookie = in.object("cookie", this::cookie);
        String header = in.text("header", TextRules.TOKEN_NAME);
        return cookie == null ? new StickySpec.Header(header == null ? "" : header) : cookie;
    }

    private StickySpec cookie(FieldPath at) {
        ObjectReader in = new ObjectReader(at, COOKIE, findings);
        return new StickySpec.Cookie(
                in.requiredText("name", TextRules.TOKEN_NAME), in.duration("ttl", Duration.ZERO), in.flag("issue"));
    }
}
