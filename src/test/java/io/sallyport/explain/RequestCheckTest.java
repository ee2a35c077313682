package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.RequestTable;
import io.sallyport.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestCheckTest {

    private static final Snapshot SNAPSHOT = Shop.snapshot(Shop.DOCUMENT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/reviews | x-canary: always    | route: reviews, rule: testers, backend: v2",
                "/reviews | accept: any         | route: reviews, rule: 1, backend: [v1, v2]",
                "/rev     | accept: any         | rule: 2, status: 503, backend: none",
                "/about   | accept: any         | route: none, rule: none, backend: none, status: 404",
            })
    void whatIsAsExpectedHasNoDifference(String path, String header, String expect) {
        assertThat(differences(path, header, expect)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/reviews | route: other     | route: expected other, is reviews",
                "/reviews | rule: testers    | rule: expected testers, is 1",
                "/reviews | backend: v1      | backend: expected v1, is v1 or v2",
                "/reviews | status: 404      | status: expected 404, is a backend's",
                "/about   | status: 503      | status: expected 503, is 404",
                "/about   | route: reviews   | route: expected reviews, is none",
                "/rev     | backend: v1      | backend: expected v1, is none",
            })
    void whatIsNotIsToldInWords(String path, String expect, String difference) {
        assertThat(differences(path, "accept: any", expect)).containsExactly(difference);
    }

    @Test
    void everyDifferenceIsTold() {
        assertThat(differences("/reviews", "a: b", "route: x, rule: y, backend: z, status: 500"))
                .hasSize(4);
    }

    private static List<String> differences(String path, String header, String expect) {
        String text = "- {request: GET https://shop.example.com" + path + ", headers: {" + header + "}, expect: {"
                + expect + "}}";
        RequestTable table = RequestTable.parse(text.getBytes(StandardCharsets.UTF_8), 1 << 20);
        assertThat(table.violations()).isEmpty();
        return RequestCheck.of(table.rows().get(0), SNAPSHOT).differences();
    }
}
