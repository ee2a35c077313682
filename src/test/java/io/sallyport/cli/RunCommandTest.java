package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {

    @ParameterizedTest
    @CsvSource({
        "'',run",
        "--file gateway.yaml,run --file gateway.yaml",
        "--fiel gateway.yaml,run --fiel gateway.yaml",
        "run --file gateway.yaml,run --file gateway.yaml",
        "check --file,check --file",
        "--help,--help",
        "-V,-V",
    })
    void runIsTheCommandWhereNoneIsNamed(String given, String meant) {
        String[] arguments = given.isEmpty() ? new String[0] : given.split(" ");

        assertThat(String.join(" ", RunCommand.unlessAnotherIsNamed(arguments))).isEqualTo(meant);
    }
}
