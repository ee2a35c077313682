package io.sallyport.source;

import static io.sallyport.source.MockApi.LAST_GOOD;
import static io.sallyport.source.MockApi.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.Await;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastGoodConfigMapTest {

    private static final Content A = new Content(Documents.valid(1));
    private static final Content B = new Content(Documents.valid(2));

    private final MockApi api = new MockApi();
    private final ApiServer server = new ApiServer(api.access());
    private final ManualTime time = new ManualTime();
    private final LastGoodConfigMap lastGood = replica();

    private LastGoodConfigMap replica() {
        return new LastGoodConfigMap(SOURCE, LAST_GOOD, server, time, () -> 0.25);
    }

    @AfterEach
    void end() {
        server.close();
        api.close();
    }

    private void keeps(LastGoodConfigMap replica, Content document) throws InterruptedException {
        replica.keep(document, time.now());
        time.runNext();
    }

    private long puts() {
        return api.requests().stream()
                .filter(request -> request.startsWith("PUT") && request.endsWith(LAST_GOOD))
                .count();
    }

    private void kept(Content document) {
        Await.until("kept", () -> document.text().equals(api.lastGood()));
    }

    @Test
    void isWrittenAfterAWhileThatDiffersFromReplicaToReplica() throws Exception {
        api.makeLastGood();
        api.write(A.text());
        lastGood.keep(A, time.now());

        assertThat(time.runNext()).isEqualTo(Duration.ofMillis(500));
        kept(A);
        Await.until("told", () -> lastGood.info() != null);
        assertThat(lastGood.info()).isEqualTo(new LastGoodInfo(A.revision(), ManualTime.START));
        assertThat(api.admin()
                        .configMaps()
                        .inNamespace("edge")
                        .withName(LAST_GOOD)
                        .get()
                        .getMetadata()
                        .getAnnotations())
                .containsAllEntriesOf(Map.of(
                        LastGoodConfigMap.REVISION, A.revision(),
                        LastGoodConfigMap.TAKEN_AT, ManualTime.START.toString()));
    }

    @Test
    void isReadByTheNextProcess() throws Exception {
        api.makeLastGood();
        api.write(A.text());
        keeps(lastGood, A);
        kept(A);

        LastGoodConfigMap next = replica();
        assertThat(next.recall()).isNotNull().matches(content -> content.sameAs(A));
        assertThat(next.info()).isEqualTo(new LastGoodInfo(A.revision(), ManualTime.START));
    }

    @Test
    void isWrittenByOneReplicaOnly() throws Exception {
        api.makeLastGood();
        api.write(A.text());
        keeps(lastGood, A);
        kept(A);

        LastGoodConfigMap other = replica();
        keeps(other, A);
        Await.until("found written", () -> other.info() != null);
        assertThat(puts()).isEqualTo(1);
    }

    @Test
    void isNotWrittenWithADocumentThatTheSourceShowsNoMore() throws Exception {
        api.makeLastGood();
        api.write(B.text());
        keeps(lastGood, A);
        // Answers come in order: once B is kept, the write of A has been thought better of.
        keeps(lastGood, B);
        kept(B);
        assertThat(puts()).isEqualTo(1);
    }

    @Test
    void isReadAgainAfterAConflict() throws Exception {
        api.makeLastGood();
        api.write(A.text());
        AtomicBoolean conflict = new AtomicBoolean(true);
        api.fail(request -> request.getMethod().equals("PUT") && conflict.getAndSet(false) ? MockApi.conflict() : null);
        keeps(lastGood, A);
        kept(A);
        assertThat(puts()).isEqualTo(2);
    }

    @Test
    void isTriedAgainWhereItDoesNotExist() throws Exception {
        api.write(A.text());
        keeps(lastGood, A);
        Await.until("a plan to try again", () -> !time.delays.isEmpty());
        api.makeLastGood();

        assertThat(time.runNext()).isEqualTo(Duration.ofSeconds(30));
        kept(A);
    }

    @Test
    void holdsNothingAsTheManifestsShipIt() {
        api.makeLastGood();
        assertThat(lastGood.recall()).isNull();
        assertThat(lastGood.info()).isNull();
    }

    @Test
    void holdsNothingThatCanBeReadWhenTheApiServerIsAway() {
        api.kill();
        assertThat(lastGood.recall()).isNull();
        api.restart();
    }
}
