package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages show enough to find the mistake, and no more. */
class MessagesTest {

    @Test
    void cutLongTexts() {
        assertThat(Quote.of("a".repeat(80))).isEqualTo('"' + "a".repeat(80) + '"');
        assertThat(Quote.of("a".repeat(81))).isEqualTo('"' + "a".repeat(80) + "…\"");
    }

    @Test
    void escapeWhatCouldForgeALine() {
        assertThat(Quote.of("a\n\u001b[0m\u202eé\ud800")).isEqualTo("\"a\\u000a\\u001b[0m\\u202eé\\ud800\"");
    }

    @ParameterizedTest
    @CsvSource({"hostnam, hostname", "wieght, weight", "Hostname, hostname", "prot, port", "xyz, ", "tl, tls", "a, "})
    void nameTheKeyThatWasProbablyMeant(String written, String meant) {
        assertThat(NearMiss.of(written, List.of("name", "port", "hostname", "weight", "tls")))
                .isEqualTo(meant);
    }

    @Test
    void neverShowSecretsInAddressesFilesAndValues() {
        String document = """
                listeners: [{name: a, port: 1, protocol: HTTP}]
                backends:
                  - {name: a, endpoints: ["http://u:hunter2@shop:80", "http://shop:80/?hunter2"]}
                  - {name: b, endpoints: ["https://b:1"], tls: {caFile: "-----BEGIN CERTIFICATE-----hunter2"}}
                routes:
                  - name: a
                    rules:
                      - matches: [{headers: [{name: authorization, value: "hunter2\\n"}]}]
                """;
        assertThat(Documents.refused(document))
                .hasSize(4)
                .extracting(Violation::message)
                .noneMatch(message -> message.contains("hunter2"));
    }
}
