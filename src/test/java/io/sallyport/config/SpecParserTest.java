package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ParseResult.Parsed;
import io.sallyport.config.ParseResult.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of bytes, before any rule of the document is judged. */
class SpecParserTest {

    @Test
    void refusesADocumentThatIsTooLargeWithBothSizes() {
        assertThat(messages(new byte[101], 100))
                .containsExactly("1:1: (document): found 101 bytes, allowed: at most 100 bytes");
    }

    @Test
    void takesADocumentThatIsJustNotTooLarge() {
        byte[] document = Documents.SMALL.getBytes(StandardCharsets.UTF_8);
        assertThat(new SpecParser().parse(document, document.length)).isInstanceOf(Parsed.class);
    }

    @Test
    void refusesBytesThatAreNotUtf8WithTheirOffset() {
        byte[] document = "listeners:\n  - é".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(messages(document, 100))
                .containsExactly("2:5: (document): found bytes that are not UTF-8 at offset 15, allowed: UTF-8 text");
    }

    @Test
    void refusesACharacterThatIsCutOffAtTheEnd() {
        assertThat(messages(new byte[] {'a', (byte) 0xC3}, 100))
                .containsExactly("1:2: (document): found bytes that are not UTF-8 at offset 1, allowed: UTF-8 text");
    }

    @Test
    void refusesControlCharacters() {
        assertThat(messages("a: b\nc: \u0000".getBytes(StandardCharsets.UTF_8), 100))
                .containsExactly("2:4: (document): found the control character U+0000, allowed: text; in double quotes"
                        + " such a character can be written as an escape");
    }

    @Test
    void refusesUtf16() {
        assertThat(messages(Documents.SMALL.getBytes(StandardCharsets.UTF_16), 10_000))
                .hasSize(1);
    }

    @Test
    void refusesNoBytesAtAll() {
        assertThat(messages(new byte[0], 100))
                .containsExactly(
                        "1:1: (document): found an empty document, allowed: a mapping with listeners and" + " routes");
    }

    @Test
    void takesAByteOrderMarkAndWindowsLines() {
        assertThat(Documents.parsed("\uFEFF" + Documents.SMALL.replace("\n", "\r\n"))
                        .spec())
                .isEqualTo(Documents.parsed(Documents.SMALL).spec());
    }

    @Test
    void knowsARefusedDocumentByItsRevision() {
        byte[] document = "a: b".getBytes(StandardCharsets.UTF_8);
        Refused refused = (Refused) new SpecParser().parse(document, 100);
        assertThat(refused.revision()).isEqualTo(GatewayDocument.revisionOf(document));
    }

    @Test
    void listsViolationsByLineAndColumn() {
        List<Violation> violations = Documents.refused("b: 1\na: 2\nlisteners: [{x: 1, a: 2}]\nz: 3\n");
        assertThat(violations).isSorted().hasSizeGreaterThan(5);
        assertThat(violations.get(0).line()).isEqualTo(1);
    }

    @Test
    void keepsTheFirstThousandViolationsAndCountsTheRest() {
        List<Violation> violations = Documents.refused(unknownKeys(5_000));
        assertThat(violations).hasSize(Findings.MOST + 1);
        assertThat(violations.get(Findings.MOST).found()).isEqualTo("at least 4002 more violations");
    }

    private static String unknownKeys(int count) {
        StringBuilder document = new StringBuilder();
        for (int i = 0; i < count; i++) {
            document.append("key").append(i).append(": 1\n");
        }
        return document.toString();
    }

    private static List<String> messages(byte[] document, int maxBytes) {
        ParseResult result = new SpecParser().parse(document, maxBytes);
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).violations().stream().map(Violation::toString).toList();
    }
}
