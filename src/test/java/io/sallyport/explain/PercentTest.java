package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentTest {

    @ParameterizedTest
    @CsvSource({"1, 3, 33.33 %", "90, 100, 90 %", "1, 1, 100 %", "0, 0, 0 %", "1, 1000000, 0 %", "100, 1000, 10 %"})
    void hasTwoDecimalsAtMost(int weight, long total, String text) {
        assertThat(Percent.text(Percent.of(weight, total))).isEqualTo(text);
    }
}
