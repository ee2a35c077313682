package io.sallyport.source;

import static io.sallyport.source.Documents.revision;
import static io.sallyport.source.FakeActivation.FILE_MISSING;
import static io.sallyport.source.FakeActivation.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {

    private static final byte[] A = Documents.valid(1);
    private static final byte[] B = Documents.valid(2);
    private static final byte[] C = Documents.valid(3);

    private final FakeActivation activation = new FakeActivation();
    private final Set<Thread> others = Thread.getAllStackTraces().keySet();
    private final Told told = new Told();
    private final ManualTime time = new ManualTime();
    private final Reloader reloader;

    ReloaderTest(@TempDir Path directory) {
        Path file = directory.resolve("gateway.yaml");
        reloader = new Reloader(FileSource.infoOf(file), activation, new LastGoodFile(file, null), told, time);
    }

    @AfterEach
    void close() {
        reloader.close();
    }

    @Test
    void takesOnlyTheNewestOfThoseThatCameWhileOneWasActivated() throws Exception {
        CompletableFuture<Activated> slow = new CompletableFuture<>();
        activation.answer(A, () -> slow);
        reloader.offer(new Content(A));
        assertThat(activation.next()).isEqualTo(revision(A));
        reloader.offer(new Content(B));
        reloader.sourceMissing("for a moment");
        reloader.offer(new Content(C));
        slow.complete(TAKEN);

        assertThat(told.next()).isEqualTo(Told.taken(A));
        assertThat(told.next()).isEqualTo(Told.taken(C));
        assertThat(activation.next()).isEqualTo(revision(C));
    }

    @Test
    void takesChangesOfFilesDuringAnActivationForOne() throws Exception {
        CompletableFuture<Activated> slow = new CompletableFuture<>();
        activation.answer(A, () -> slow);
        reloader.offer(new Content(A));
        assertThat(activation.next()).isEqualTo(revision(A));
        reloader.filesChanged();
        reloader.filesChanged();
        reloader.filesChanged();
        slow.complete(TAKEN);
        assertThat(activation.next()).isEqualTo(revision(A));
        reloader.offer(new Content(B));

        assertThat(activation.next()).isEqualTo(revision(B));
    }

    @Test
    void triesARefusedDocumentAgainAfterThirtySecondsUntilItsFilesAreThere() throws Exception {
        activation.answer(B, FILE_MISSING);
        reloader.offer(new Content(B));
        assertThat(told.next()).isEqualTo(Told.refused(B));
        assertThat(time.runNext()).isEqualTo(Duration.ofSeconds(30));
        assertThat(activation.next()).isEqualTo(revision(B));
        assertThat(activation.next()).isEqualTo(revision(B));
        activation.answer(B, TAKEN);
        time.runNext();

        assertThat(told.next()).isEqualTo(Told.taken(B));
        reloader.close();
        assertThat(time.delays).isEmpty();
    }

    @Test
    void plansOneRetryAtATime() throws Exception {
        activation.answer(A, FILE_MISSING);
        activation.answer(B, FILE_MISSING);
        reloader.offer(new Content(A));
        assertThat(told.next()).isEqualTo(Told.refused(A));
        reloader.offer(new Content(B));
        assertThat(told.next()).isEqualTo(Told.refused(B));
        reloader.offer(new Content(C));
        assertThat(told.next()).isEqualTo(Told.taken(C));
        reloader.close();

        assertThat(time.delays).hasSize(1);
    }

    @Test
    void goesOnAfterAnActivationThatThrew() throws Exception {
        activation.answer(A, () -> {
            throw new IllegalStateException("broken");
        });
        reloader.offer(new Content(A));
        assertThat(told.next()).isEqualTo(Told.refused(A));
        reloader.offer(new Content(B));

        assertThat(told.next()).isEqualTo(Told.taken(B));
    }

    @Test
    void endsItsThreadEvenWhileADocumentIsActivated() throws Exception {
        activation.answer(A, CompletableFuture::new);
        reloader.offer(new Content(A));
        activation.next();
        Set<Thread> own = new HashSet<>(Thread.getAllStackTraces().keySet());
        own.removeIf(thread -> others.contains(thread) || !thread.getName().equals("sallyport-reload"));
        assertThat(own).hasSize(1);
        reloader.close();

        for (Thread thread : own) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(told.all()).isEmpty();
        reloader.offer(new Content(B));
        reloader.filesChanged();
    }
}
