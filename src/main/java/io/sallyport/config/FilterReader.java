package io.sallyport.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads {@code filters} of a rule or of a backendRef (Gateway API {@code HTTPRouteFilter}). */
final class FilterReader {

    private static final IntRange FILTERS = new IntRange(0, 16);
    private static final Keys FILTER = Keys.of(
                    "type",
                    "requestHeaderModifier",
                    "responseHeaderModifier",
                    "requestRedirect",
                    "urlRewrite",
                    "cors",
                    "requestMirror")
            .planned("externalAuth", "extensionRef");
    private static final String MIRROR = "RequestMirror";
    private static final Keys REDIRECT = Keys.of("scheme", "hostname", "path", "port", "statusCode");
    private static final Keys REWRITE = Keys.of("hostname", "path");
    private static final Choices<String> TYPES = Choices.words(
                    "RequestHeaderModifier", "ResponseHeaderModifier", "RequestRedirect", "URLRewrite", "CORS", MIRROR)
            .planned("ExternalAuth", "ExtensionRef");
    private static final Choices<String> SCHEMES = Choices.words("http", "https");
    private static final List<Integer> STATUS_CODES = List.of(301, 302, 303, 307, 308);
    private static final IntRange STATUS_CODE = new IntRange(301, 308);
    private static final int FOUND = 302;

    private final Findings findings;
    private final PathModifierReader paths;
    /** By type. */
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    private record Kind(String key, Function<FieldPath, FilterSpec> reader) {}

    FilterReader(Findings findings, RuleWords words) {
        this.findings = findings;
        this.paths = new PathModifierReader(findings);
        HeaderModifierReader headers = new HeaderModifierReader(findings);
        kinds.put(
                "RequestHeaderModifier",
                new Kind("requestHeaderModifier", at -> new FilterSpec.RequestHeaderModifier(headers.read(at))));
        kinds.put(
                "ResponseHeaderModifier",
                new Kind("responseHeaderModifier", at -> new FilterSpec.ResponseHeaderModifier(headers.read(at))));
        kinds.put("RequestRedirect", new Kind("requestRedirect", this::redirect));
        kinds.put("URLRewrite", new Kind("urlRewrite", this::rewrite));
        kinds.put(MIRROR, new Kind("requestMirror", new MirrorReader(findings, words)::read));
        kinds.put("CORS", new Kind("cors", new CorsReader(findings)::read));
    }

    /** The filters of the key {@code filters}; only mirrors may stand there several times. */
    List<FilterSpec> read(ObjectReader in) {
        List<FilterSpec> filters = new ArrayList<>();
        Unique types = new Unique(findings);
        in.list("filters", FILTERS, item -> filter(item, types, filters));
        return filters;
    }

    private boolean filter(FieldPath at, Unique types, List<FilterSpec> into) {
        ObjectReader in = new ObjectReader(at, FILTER, findings);
        String type = in.requiredChoice("type", TYPES, "");
        types.check(at.field("type"), type.equals(MIRROR) ? "" : type);
        Kind kind = kinds.get(type);
        if (kind == null) {
            return false;
        }
        for (Kind other : kinds.values()) {
            if (other != kind && in.has(other.key())) {
                findings.refuse(in.at(other.key()), other.key(), "only " + kind.key() + ", as the type is " + type);
            }
        }
        if (!in.has(kind.key())) {
            findings.refuse(in.at(kind.key()), "nothing", kind.key() + ", as the type is " + type);
            return false;
        }
        return into.add(kind.reader().apply(in.at(kind.key())));
    }

    private FilterSpec redirect(FieldPath at) {
        ObjectReader in = new ObjectReader(at, REDIRECT, findings);
        String scheme = in.has("scheme") ? in.choice("scheme", SCHEMES, "https") : null;
        String hostname = in.text("hostname", TextRules.DNS_NAME);
        PathModifierSpec path = in.object("path", paths::read);
        Integer port = in.has("port") ? in.integer("port", ListenerReader.PORT, 0) : null;
        int statusCode = in.integer("statusCode", STATUS_CODE, FOUND);
        if (!STATUS_CODES.contains(statusCode)) {
            findings.refuse(in.at("statusCode"), Integer.toString(statusCode), "301, 302, 303, 307 or 308");
        }
        if (scheme == null && hostname == null && path == null && port == null) {
            findings.warn(
                    at,
                    WarningKind.REDIRECT_LOOP,
                    "nothing to change",
                    "better one of scheme, hostname, path and port: clients would loop");
        }
        return new FilterSpec.RequestRedirect(scheme, hostname, path, port, statusCode);
    }

    private FilterSpec rewrite(FieldPath at) {
        ObjectReader in = new ObjectReader(at, REWRITE, findings);
        return new FilterSpec.UrlRewrite(in.text("hostname", TextRules.DNS_NAME), in.object("path", paths::read));
    }
}
