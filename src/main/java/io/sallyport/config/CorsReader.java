package io.sallyport.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads who may use a rule's answers in a page of another origin (Gateway API {@code HTTPCORSFilter}, GEP-1767). */
final class CorsReader {

    private static final IntRange ORIGINS = new IntRange(1, 64);
    private static final IntRange METHODS = new IntRange(0, 9);
    private static final IntRange HEADERS = new IntRange(0, 64);
    private static final IntRange SECONDS = new IntRange(1, Integer.MAX_VALUE);
    private static final int DEFAULT_SECONDS = 5;
    private static final String ANY = "*";
    private static final Keys CORS =
            Keys.of("allowOrigins", "allowCredentials", "allowMethods", "allowHeaders", "exposeHeaders", "maxAge");
    private static final Pattern ORIGIN_FORM = Pattern.compile("https?://(?:\\*|(?:\\*\\.)?[^*:/]+)(?::[0-9]{1,5})?");
    private static final TextRule ORIGIN = TextRule.holding(
            "\"*\", or http:// or https:// with a lower case host name, which may be * or begin with \"*.\", and"
                    + " perhaps a port",
            CorsReader::isOrigin);
    private static final List<String> METHOD_NAMES =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", ANY);
    private static final TextRule METHOD = TextRule.holding(String.join(", ", METHOD_NAMES), METHOD_NAMES::contains);

    private final Findings findings;

    CorsReader(Findings findings) {
        this.findings = findings;
    }

    FilterSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, CORS, findings);
        if (!in.has("allowOrigins") && at.node() instanceof YamlNode.Mapping) {
            findings.refuse(in.at("allowOrigins"), "nothing", "a list of origins: without one nobody is allowed");
        }
        return new FilterSpec.Cors(
                words(in, "allowOrigins", ORIGINS, ORIGIN),
                in.flag("allowCredentials"),
                words(in, "allowMethods", METHODS, METHOD),
                words(in, "allowHeaders", HEADERS, TextRules.TOKEN_NAME),
                words(in, "exposeHeaders", HEADERS, TextRules.TOKEN_NAME),
                in.integer("maxAge", SECONDS, DEFAULT_SECONDS));
    }

    /** {@code *} says all, so that nothing may stand beside it. */
    private List<String> words(ObjectReader in, String key, IntRange length, TextRule rule) {
        List<String> words = in.texts(key, length, rule);
        if (words.size() > 1 && words.contains(ANY)) {
            findings.refuse(in.at(key), "\"*\" beside others", "\"*\" alone, or a list without it");
        }
        return words;
    }

    private static boolean isOrigin(String text) {
        if (text.equals(ANY)) {
            return true;
        }
        if (!ORIGIN_FORM.matcher(text).matches() || !text.equals(text.toLowerCase(Locale.ROOT))) {
            return false;
        }
        String authority = text.substring(text.indexOf("//") + 2);
        int colon = authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        boolean named = host.equals(ANY) || Hostnames.isSubdomain(host.startsWith("*.") ? host.substring(2) : host);
        return named && (colon < 0 || ListenerReader.PORT.contains(Integer.parseInt(authority.substring(colon + 1))));
    }
}
