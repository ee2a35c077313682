package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTextTest {

    private static final Violation SHORT = new Violation(3, 7, "routes", "nothing", "a list");

    @Test
    void hasTheSentenceAndEachViolationWithItsPlace() {
        assertThat(EventText.of("Refused", List.of(SHORT, SHORT)))
                .isEqualTo("Refused: 3:7: routes: found nothing, allowed: a list"
                        + "; 3:7: routes: found nothing, allowed: a list");
    }

    @Test
    void endsAt1024BytesAndSaysHowMuchIsLeftOut() {
        String text = EventText.of("Refused", Collections.nCopies(500, SHORT));

        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(900, 1_024);
        int shown = text.split("3:7:", -1).length - 1;
        assertThat(text).endsWith("; and " + (500 - shown) + " more");
    }

    @Test
    void countsBytesNotCharacters() {
        Violation wide = new Violation(1, 1, "routes", "é".repeat(600), "a list");
        assertThat(EventText.of("Refused", List.of(wide))).isEqualTo("Refused; and 1 more");
    }
}
