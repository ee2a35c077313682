package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTableTest {

    @Test
    void readsRows() {
        RequestTable table = parse("""
                - request: GET https://shop.example.com/reviews
                  headers: {x-canary: always, x-number: 7}
                  expect: {route: reviews, rule: 0, backend: v1, status: 404}
                - {request: GET http://a/, expect: {backend: [v1, v2]}}
                """);

        assertThat(table.violations()).isEmpty();
        RequestRow first = table.rows().get(0);
        assertThat(first.request()).isEqualTo("GET https://shop.example.com/reviews");
        assertThat(first.headers()).containsExactly("x-canary: always", "x-number: 7");
        assertThat(first.route()).isEqualTo("reviews");
        assertThat(first.rule()).isEqualTo("0");
        assertThat(first.backends()).containsExactly("v1");
        assertThat(first.status()).isEqualTo(404);
        assertThat(table.rows().get(1).backends()).containsExactly("v1", "v2");
        assertThat(table.rows().get(1).status()).isNull();
        assertThat(table.rows().get(1).at().line()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | 1:1: (document): found an empty document",
                "x: 1                                      | 1:1: (document): found a mapping",
                "- {expect: {route: a}}                    | 1:3: [0].request: found nothing",
                "- {request: GET http://a}                 | 1:3: [0].expect: found nothing",
                "- {request: GET http://a, expect: {}}     | 1:35: [0].expect: found nothing",
                "- {request: [], expect: {route: a}}       | 1:13: [0].request: found an empty list",
                "- {request: a, expect: {status: 200}}     | 1:33: [0].expect.status: found the number 200",
                "- {request: a, expect: {rout: a}}         | 1:25: [0].expect.rout: found an unknown key",
                "- {request: a, headers: 1, expect: {route: a}} | 1:25: [0].headers: found the number 1",
                "- {request: a                             | 2:1: (document): found a syntax error",
            })
    void namesWhatIsWrongWithItsPlace(String text, String violation) {
        RequestTable table = parse(text + "\n");

        assertThat(table.rows()).isEmpty();
        assertThat(table.violations())
                .anySatisfy(found -> assertThat(found.toString()).startsWith(violation));
    }

    private static RequestTable parse(String text) {
        return RequestTable.parse(text.getBytes(StandardCharsets.UTF_8), Documents.MAX_BYTES);
    }
}
