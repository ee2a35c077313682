package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuePatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "always|never",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "(\\d{1,3}\\.){3}\\d{1,3}",
                "(?i)(?:beta|canary)(?:-[a-z0-9]{1,20})?",
                "\\x{10FFFF}\\x{1000}",
                "\\p{Greek}{3}",
                "\\Q{900}{900}(\\E",
                "[{900}]",
                "[^]({900}]x",
                "[[:alpha:]]{20}",
                "[\\]({900}]",
                "a{,900}",
                "",
            })
    void takesOrdinaryExpressions(String regex) {
        assertThat(ValuePattern.compile(regex).pattern().pattern()).isEqualTo(regex);
    }

    /** RE2/J would exhaust the heap or the stack, or take minutes, before it came to a size. */
    @ParameterizedTest
    @MethodSource
    void refusesWhatIsDearToCompile(String regex) {
        assertThatIllegalArgumentException().isThrownBy(() -> ValuePattern.compile(regex));
    }

    static Stream<String> refusesWhatIsDearToCompile() {
        return Stream.of(
                "((((x{100}){100}){100}){100})",
                "(((((x{1,100}){2,100}){3,100}){99,}){100})",
                "([a-z]{1000}){1000}",
                "(([(]{900}){900}){900}",
                "((\\({900}){900}){900}",
                "((\\Q(\\E{900}){900}){900}",
                "((\\x{41}{900}){900}){900}",
                "(((){900}){900}){900}",
                "((((x{100}){100}){100}){100}",
                "x{99999999999999999999}",
                "x{101}",
                "a".repeat(1_000_000),
                "(".repeat(100_000) + ")".repeat(100_000));
    }

    @Test
    void compilesDeepNesting() {
        assertThat(ValuePattern.compile("(?:".repeat(200) + "a" + ")".repeat(200))
                        .matches("a"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "[", "a{2", "*", "\\", "(?=look)", "\\1", "x{2}{3}", "\\Q", "[[:", "\\x{"})
    void neverFailsOtherwiseThanByRefusing(String regex) {
        try {
            ValuePattern.compile(regex);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("not an RE2 expression: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "*", "(?=look)", "\\1"})
    void saysThatTheSyntaxIsNotRe2(String regex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValuePattern.compile(regex))
                .withMessageStartingWith("not an RE2 expression: ");
    }
}
