package io.sallyport.source;

import static io.sallyport.source.MockApi.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.sallyport.config.Violation;
import io.sallyport.e2e.Await;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentEventsTest {

    private static final Violation TYPO = new Violation(3, 7, "routes", "nothing", "a list");

    private final MockApi api = new MockApi();
    private final ApiServer server = new ApiServer(api.access());
    private final ManualTime time = new ManualTime();
    private final DocumentEvents events = replica();

    private Taken aaa(boolean lastGood, Violation... warnings) {
        return new Taken("aaa", time.now(), lastGood, List.of(warnings));
    }

    private DocumentEvents replica() {
        return new DocumentEvents(SOURCE, server, () -> "u-1", time);
    }

    @AfterEach
    void end() {
        server.close();
        api.close();
    }

    private Event event(String name) {
        Await.until("an Event " + name, () -> find(name) != null);
        return Objects.requireNonNull(find(name));
    }

    private @Nullable Event find(String name) {
        return api.events().stream()
                .filter(event -> event.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Test
    void tellsThatADocumentIsInForce() {
        events.taken(aaa(false));

        Event event = event("sallyport.aaa.taken");
        assertThat(event.getType()).isEqualTo("Normal");
        assertThat(event.getReason()).isEqualTo("Taken");
        assertThat(event.getMessage()).isEqualTo("Revision aaa is in force.");
        assertThat(event.getMetadata().getNamespace()).isEqualTo("edge");
        assertThat(event.getInvolvedObject().getKind()).isEqualTo("ConfigMap");
        assertThat(event.getInvolvedObject().getName()).isEqualTo("sallyport");
        assertThat(event.getInvolvedObject().getUid()).isEqualTo("u-1");
        assertThat(event.getLastTimestamp()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void tellsTheWarningsOfADocumentThatIsTaken() {
        events.taken(aaa(false, TYPO));

        Event event = event("sallyport.aaa.taken");
        assertThat(event.getType()).isEqualTo("Normal");
        assertThat(event.getMessage())
                .isEqualTo("Revision aaa is in force, with 1 warning: 3:7: routes: found nothing, allowed: a list");
    }

    @Test
    void endsAMessageWithManyWarningsAt1024Bytes() {
        events.taken(aaa(false, Collections.nCopies(500, TYPO).toArray(new Violation[0])));

        String message = event("sallyport.aaa.taken").getMessage();
        assertThat(message)
                .startsWith("Revision aaa is in force, with 500 warnings: 3:7: ")
                .matches(".*; and 4\\d\\d more");
        assertThat(message.length()).isLessThanOrEqualTo(1_024);
    }

    @Test
    void tellsWhatADocumentIsRefusedForAndWhatStays() {
        events.taken(aaa(false));
        events.refused(new Refused("bbb", time.now(), List.of(TYPO)));

        Event event = event("sallyport.bbb.refused");
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("Refused");
        assertThat(event.getMessage())
                .isEqualTo("Revision bbb is refused, revision aaa stays in force"
                        + ": 3:7: routes: found nothing, allowed: a list");
    }

    @Test
    void warnsThatTheLastGoodDocumentRuns() {
        events.taken(aaa(true));

        Event event = event("sallyport.aaa.last-good");
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("OnLastGood");
    }

    @Test
    void leavesOneEventOfManyReplicasAndBringsItUpToDate() {
        events.refused(new Refused("bbb", time.now(), List.of(TYPO)));
        event("sallyport.bbb.refused");
        time.pass(Duration.ofMinutes(5));
        DocumentEvents other = replica();
        other.taken(aaa(false));
        other.refused(new Refused("bbb", time.now(), List.of(TYPO)));

        Await.until(
                "renewed",
                () -> event("sallyport.bbb.refused").getLastTimestamp().equals("2026-01-02T03:09:05Z"));
        assertThat(event("sallyport.bbb.refused").getFirstTimestamp()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(event("sallyport.bbb.refused").getMessage()).contains("revision aaa stays");
        assertThat(api.events()).hasSize(2);
        // The gateway has no right to read Events.
        assertThat(api.requests()).noneMatch(request -> request.startsWith("GET /api/v1/namespaces/edge/events/"));
    }
}
