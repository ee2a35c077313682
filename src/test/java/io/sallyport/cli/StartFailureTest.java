package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartFailureTest {

    @Test
    void aTakenManagementPortIsOneLineThatNamesItAndItsSetting() {
        Exception epoll = new IOException("bind(..) failed with error(-98): Address already in use");
        StartFailure told = told(new IllegalStateException("Unable to start the management interface", epoll));

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.message())
                .isEqualTo("sallyport: the management interface cannot have 0.0.0.0:9000 (bind(..) failed with"
                        + " error(-98): Address already in use); set quarkus.management.port to another port");
        assertThat(told(new RuntimeException(new BindException("Permission denied")))
                        .message())
                .contains("0.0.0.0:9000 (Permission denied)")
                .hasLineCount(1);
    }

    @Test
    void faultsOfSettingsAreOneLineEach() {
        StartFailure told = told(new RuntimeException(new InvalidSettingsException(List.of("a is wrong", "b too"))));

        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.message()).isEqualTo("sallyport: a is wrong\nsallyport: b too");
    }

    @Test
    void aValueOfTheWrongKindIsToldWithItsKeyAndWithoutTheNamesOfExceptions() {
        StartFailure told =
                told(catchThrowable(() -> MappedSettings.of(Map.of("event-loops", "many", "upstream.max-age", "old"))));

        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.message().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("sallyport: The config property sallyport."))
                .anyMatch(line -> line.contains("sallyport.event-loops") && line.contains("\"many\""))
                .anyMatch(line -> line.contains("sallyport.upstream.max-age") && line.contains("old"));
        assertThat(told.message()).doesNotContain("SRCFG").doesNotContain("Exception:");
    }

    @Test
    void anUnknownSettingIsCalledSo() {
        StartFailure told = told(catchThrowable(() -> MappedSettings.of(Map.of("upstream.max-pendin", "7"))));

        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.message()).contains("sallyport.upstream.max-pendin").contains("is no setting");
    }

    @Test
    void whatIsNotKnownIsToldWhole() {
        StartFailure told = told(new IllegalStateException("a surprise"));

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.message()).contains("a surprise").contains("\tat ");
    }

    private static StartFailure told(Throwable failure) {
        return StartFailure.of(failure, () -> "0.0.0.0:9000");
    }
}
