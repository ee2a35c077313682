package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
    void theseMethodsMayBeRepeated(String method) {
        assertThat(Idempotency.of(method)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "get", "CONNECT", "PROPFIND", ""})
    void allOthersMayNot(String method) {
        assertThat(Idempotency.of(method)).isFalse();
    }
}
