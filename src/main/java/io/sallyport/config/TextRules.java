package io.sallyport.config;

import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the document's texts must look like. */
final class TextRules {

    private static final int LONGEST_FILE = 1_024;
    private static final int LONGEST_TOKEN = 256;
    static final int LONGEST_SESSION_NAME = 128;
    private static final int LONGEST_SAN = 2_048;
    private static final BitSet TOKEN = characters("!#$%&'*+-.^_`|~");
    private static final BitSet URI_SCHEME = characters("+-.");

    private static final Set<String> NO_UPGRADES = Set.of("h2c", "h2", "http", "tls");

    /** A metric shows an absent label as {@code none}. */
    private static final String RESERVED = "none";

    /** A name like a Kubernetes Service's. */
    static final TextRule LABEL = TextRule.holding(
            "a name of at most 63 lower case letters, digits and inner hyphens (RFC 1123); not \"none\"",
            text -> Hostnames.isLabel(text) && !text.equals(RESERVED));

    /** A Kubernetes namespace's name. */
    static final TextRule NAMESPACE = TextRule.holding(
            "a name of at most 63 lower case letters, digits and inner hyphens (RFC 1123)", Hostnames::isLabel);

    /** A name like a Kubernetes object's. */
    static final TextRule NAME = TextRule.holding(
            "a name of at most 253 lower case letters, digits, inner hyphens and dots (RFC 1123); not \"none\"",
            text -> Hostnames.isSubdomain(text) && !text.equals(RESERVED));

    /** The name of a Kubernetes object that the gateway does not know. */
    static final TextRule OBJECT_NAME = TextRule.holding(
            "a name of at most 253 lower case letters, digits, inner hyphens and dots (RFC 1123)",
            Hostnames::isSubdomain);

    /** An unnamed rule is known by its index, so a name may not look like one. */
    static final TextRule RULE_NAME = TextRule.holding(
            "a name of at most 253 lower case letters, digits, inner hyphens and dots (RFC 1123); not \"none\", not a"
                    + " number",
            text -> Hostnames.isSubdomain(text) && !text.equals(RESERVED) && !Hostnames.isNumber(text));

    static final TextRule HOSTNAME = TextRule.holding(
            "a lower case host name, exact or with one leading \"*.\"; no IP address, no port", Hostnames::isHostname);

    static final TextRule DNS_NAME =
            TextRule.holding("a lower case DNS name; no wildcard, no IP address, no port", Hostnames::isDnsName);

    /** RFC 9110, section 5.6.2. */
    static final TextRule TOKEN_NAME = TextRule.holding(
            "a token of at most 256 letters, digits and !#$%&'*+-.^_`|~ (RFC 9110)", TextRules::isToken);

    /** GEP-1619 bounds the length. */
    static final TextRule SESSION_COOKIE = TextRule.holding(
            "a token of at most 128 letters, digits and !#$%&'*+-.^_`|~ (RFC 9110)",
            text -> text.length() <= LONGEST_SESSION_NAME && isToken(text));

    /** Within a tunnel of another HTTP or of TLS a client would get around every rule. */
    static final TextRule UPGRADE = TextRule.holding(
            "a lower case protocol name such as websocket, with or without /version (RFC 9110); not h2c, http or tls",
            TextRules::isUpgrade);

    static final TextRule HEADER_VALUE = TextRule.unshown(
            "1 to 4096 characters without control characters, no space at either end",
            "a value that no header can have",
            text -> text.length() <= 4_096 && isFieldValue(text));

    /** What a filter writes must leave the gateway as it stands there. */
    static final TextRule WRITTEN_VALUE = TextRule.unshown(
            "1 to 4096 characters of printable ASCII, no space at either end",
            "a value that cannot be written",
            text -> text.length() <= 4_096 && isFieldValue(text) && text.chars().allMatch(c -> c < 0x7F));

    static final TextRule QUERY_VALUE = TextRule.unshown(
            "1 to 1024 characters", "an empty or too long value", text -> !text.isEmpty() && text.length() <= 1_024);

    static final TextRule FILE = new TextRule(
            "a relative path below the secrets directory, of printable ASCII, without empty, \".\" and \"..\" segments",
            TextRules::objectionToFile);

    static final TextRule SUBJECT_ALT_NAME = TextRule.holding(
            "a DNS name, or a URI with its scheme (spiffe://…)", text -> Hostnames.isDnsName(text) || isUri(text));

    private TextRules() {}

    static boolean isToken(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_TOKEN && text.chars().allMatch(TOKEN::get);
    }

    private static boolean isUpgrade(String text) {
        String[] parts = text.split("/", -1);
        boolean tokens = parts.length <= 2 && isToken(parts[0]) && (parts.length == 1 || isToken(parts[1]));
        return tokens && text.equals(text.toLowerCase(Locale.ROOT)) && !NO_UPGRADES.contains(parts[0]);
    }

    /** RFC 9110, section 5.5. */
    private static boolean isFieldValue(String text) {
        return !text.isEmpty()
                && text.equals(text.strip())
                && text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F));
    }

    private static @Nullable String objectionToFile(String text) {
        if (text.contains("-----BEGIN")) {
            return "PEM text";
        }
        boolean fits =
                !text.isEmpty() && text.length() <= LONGEST_FILE && text.chars().allMatch(TextRules::isPrintable);
        return fits && hasPlainSegments(text) ? null : Quote.of(text);
    }

    private static boolean hasPlainSegments(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** A {@code host:port} must not pass for a URI, so all but {@code urn:} need slashes. */
    private static boolean isUri(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || text.length() > LONGEST_SAN || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            return false;
        }
        String scheme = text.substring(0, colon);
        boolean known = Character.isLetter(scheme.charAt(0)) && scheme.chars().allMatch(URI_SCHEME::get);
        boolean slashes = text.startsWith("//", colon + 1) && text.length() > colon + 3;
        return known && (slashes || (scheme.equals("urn") && text.length() > colon + 1));
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c < 0x7F;
    }

    private static BitSet characters(String others) {
        BitSet set = new BitSet(128);
        set.set('0', '9' + 1);
        set.set('A', 'Z' + 1);
        set.set('a', 'z' + 1);
        others.chars().forEach(set::set);
        return set;
    }
}
