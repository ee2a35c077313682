package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, a result comes out. */
class HostileDocumentsTest {

    private static final int LENGTH = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {"gateway.yaml", "httproutes.yaml"})
    void answersMutationsOfTheSample(String name) throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("config", name));
        Random random = new Random(20_240_607);
        for (int round = 0; round < 1_500; round++) {
            byte[] mutated = sample.clone();
            int changes = 1 + random.nextInt(8);
            for (int change = 0; change < changes; change++) {
                mutate(mutated, random);
            }
            assertAnswered(mutated);
        }
    }

    @Test
    void answersRandomBytes() {
        Random random = new Random(4_711);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertAnswered(bytes);
        }
    }

    @Test
    void answersRandomYamlMarks() {
        String marks = "-?:,[]{}#&*!|>'\"%@`ab 01\n\n  \t\\~<=";
        Random random = new Random(815);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(marks.charAt(random.nextInt(marks.length())));
            }
            assertAnswered(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{",
                "- ",
                "? ",
                "{a: ",
                "[? ",
                "\"",
                "a: b\n",
                "&a ",
                "*a ",
                "!a ",
                "a: &a\n",
                "- *a\n",
                "|\n",
                "a",
                "a.",
                "---\n",
                "%",
                "\\",
                "\"\\U00110000",
                "'",
                "#",
                "\n",
                ": ",
                "<<: ",
                "\r",
                "\u2028"
            })
    void answersEndlessRepetitions(String part) {
        String text = part.repeat(LENGTH / part.length());
        assertAnswered(text.getBytes(StandardCharsets.UTF_8));
        assertAnswered(("listeners: " + text).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"((((a{30}){30}){30}){30}){30}", "(a?){1000}", "(((((((((a)*)*)*)*)*)*)*)*)*", "[[:word:]]{1000}"
            })
    void answersRegularExpressionsThatUnfold(String regex) {
        String document = Documents.withRule(
                "matches:",
                "  - path: {type: RegularExpression, value: '" + regex + "'}",
                "  - path: {type: RegularExpression, value: '" + "(".repeat(500) + "a" + ")".repeat(500) + "'}");
        assertThat(Documents.refused(document)).isNotEmpty();
    }

    private static void mutate(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = (byte) random.nextInt(256);
            case 1 -> bytes[at] = (byte) " \n:-[]{}\"'#&*!|>0".charAt(random.nextInt(17));
            case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
            default -> {
                int length = Math.min(random.nextInt(40), bytes.length - at);
                System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
            }
        }
    }

    private static void assertAnswered(byte[] document) {
        ParseResult result = new SpecParser().parse(document, Documents.MAX_BYTES);
        if (result instanceof ParseResult.Refused refused) {
            assertThat(refused.violations()).isNotEmpty();
            refused.violations().forEach(HostileDocumentsTest::assertPlaced);
        }
    }

    private static void assertPlaced(Violation violation) {
        assertThat(violation.line()).isPositive();
        assertThat(violation.column()).isPositive();
        assertThat(violation.message()).doesNotContain("\n").hasSizeLessThan(1_000);
    }
}
