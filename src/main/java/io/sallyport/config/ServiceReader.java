package io.sallyport.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code namespace/name:port}. */
final class ServiceReader {

    private static final Pattern FORM = Pattern.compile("([^/:]+)/([^/:]+):([1-9][0-9]{0,4})");

    static final TextRule RULE = TextRule.holding(
            "a Service as namespace/name:port, in lower case letters, digits and inner hyphens (RFC 1123)",
            text -> parse(text) != null);

    private ServiceReader() {}

    /** Null: the text does not keep the rule. */
    static @Nullable ServiceSpec parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !Hostnames.isLabel(form.group(1)) || !Hostnames.isLabel(form.group(2))) {
            return null;
        }
        int port = Integer.parseInt(form.group(3));
        return ListenerReader.PORT.contains(port) ? new ServiceSpec(form.group(1), form.group(2), port) : null;
    }
}
