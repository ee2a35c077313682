package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ParseResult.Parsed;
import io.sallyport.config.ParseResult.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Parses texts and gives back the half of the result that a test expects. */
final class Documents {

    static final int MAX_BYTES = 8 * 1024 * 1024;

    /** A whole document that tests change in one place. */
    static final String SMALL = """
            listeners:
              - {name: web, port: 8080, protocol: HTTP}
            backends:
              - {name: shop, endpoints: ["http://shop:8080"]}
            routes:
              - name: all
                rules:
                  - backendRefs: [{name: shop}]
            """;

    private Documents() {}

    static ParseResult parse(String text) {
        return new SpecParser().parse(text.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
    }

    static GatewayDocument parsed(String text) {
        ParseResult result = parse(text);
        assertThat(result).isInstanceOf(Parsed.class);
        return ((Parsed) result).document();
    }

    static List<Violation> refused(String text) {
        ParseResult result = parse(text);
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).violations();
    }

    /** The only rule of a document that has SMALL's shape, with these lines added to it. */
    static RuleSpec rule(String... lines) {
        return parsed(withRule(lines)).spec().routes().get(0).rules().get(0);
    }

    static String withRule(String... lines) {
        return SMALL + "        " + String.join("\n        ", lines) + "\n";
    }
}
