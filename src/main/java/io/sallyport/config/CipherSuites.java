package io.sallyport.config;

import static io.sallyport.config.AllowedSuites.TLS_1_2;
import static io.sallyport.config.AllowedSuites.TLS_1_3;

import java.util.List;

/** What a document may say of cipher suites. */
final class CipherSuites {

    static final TextRule RULE = TextRule.holding(
            String.join(", ", TLS_1_3) + ", " + String.join(", ", TLS_1_2),
            suite -> TLS_1_3.contains(suite) || TLS_1_2.contains(suite));

    private CipherSuites() {}

    static boolean anyOfTls13(List<String> suites) {
        return suites.stream().anyMatch(TLS_1_3::contains);
    }
}
