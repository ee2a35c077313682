package io.sallyport.source;

import static io.sallyport.source.Documents.revision;
import static io.sallyport.source.FakeActivation.FILE_MISSING;
import static io.sallyport.source.FakeActivation.MISSING_FILE;
import static io.sallyport.source.FakeActivation.PORT_TAKEN;
import static io.sallyport.source.FakeActivation.TAKEN;
import static io.sallyport.source.FakeActivation.TAKEN_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Violation;
import io.sallyport.config.WarningKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentKeeperTest {

    private static final byte[] A = Documents.valid(1);
    private static final byte[] B = Documents.valid(2);
    private static final byte[] TYPO = Documents.refused(3);

    private final Path directory;
    private final FakeActivation activation = new FakeActivation();
    private final Told told = new Told();
    private final ManualTime time = new ManualTime();
    private DocumentKeeper keeper;

    DocumentKeeperTest(@TempDir Path directory) {
        this.directory = directory;
        this.keeper = newProcess(directory);
    }

    private DocumentKeeper newProcess(Path directory) {
        Path file = directory.resolve("gateway.yaml");
        DocumentKeeper made = new DocumentKeeper(
                new SourceInfo("file", "gateway.yaml"),
                new Activator(activation),
                new LastGoodFile(file, null),
                told,
                time);
        made.begin();
        return made;
    }

    private void show(byte[] document) {
        keeper.show(new Content(document));
    }

    @Test
    void showsNothingBeforeTheFirstDocument() {
        Status status = keeper.status();
        assertThat(status.source()).isEqualTo(new SourceInfo("file", "gateway.yaml"));
        assertThat(status.revision()).isNull();
        assertThat(status.takenAt()).isNull();
        assertThat(status.lastGood()).isNull();
        assertThat(keeper.recheck()).isFalse();
    }

    @Test
    void takesADocumentAndKeepsItAsTheLastGood() {
        show(A);

        Status status = keeper.status();
        assertThat(status.revision()).isEqualTo(revision(A));
        assertThat(status.takenAt()).isEqualTo(ManualTime.START);
        assertThat(status.refused()).isNull();
        assertThat(status.onLastGood()).isFalse();
        assertThat(status.lastGood()).isEqualTo(new LastGoodInfo(revision(A), ManualTime.START));
        assertThat(told.all()).containsExactly(Told.taken(A));
    }

    @Test
    void tellsTheWarningsOfWhatItTakes() {
        Violation warning = FakeActivation.MISSING_FILE.warning(WarningKind.CERTIFICATE);
        activation.answer(A, new Activated(List.of(), List.of(warning), false));

        show(A);

        assertThat(told.warnings()).endsWith(warning).isEqualTo(keeper.status().warnings());
    }

    @Test
    void ignoresADocumentThatIsInForce() {
        show(A);
        time.pass(Duration.ofSeconds(9));
        show(A);

        assertThat(activation.all()).containsExactly(revision(A));
        assertThat(told.all()).containsExactly(Told.taken(A));
        assertThat(keeper.status().takenAt()).isEqualTo(ManualTime.START);
    }

    @Test
    void ignoresADocumentThatWasJustRefused() {
        activation.answer(B, PORT_TAKEN);
        show(A);
        show(B);
        show(B);

        assertThat(activation.all()).containsExactly(revision(A), revision(B));
        assertThat(told.all()).containsExactly(Told.taken(A), Told.refused(B));
    }

    @Test
    void keepsTheRunningDocumentWhenOneDoesNotParse() {
        show(A);
        show(TYPO);

        Status status = keeper.status();
        assertThat(status.revision()).isEqualTo(revision(A));
        assertThat(status.refused()).isNotNull().satisfies(refused -> {
            assertThat(refused.revision()).isEqualTo(revision(TYPO));
            assertThat(refused.violations()).isNotEmpty();
            assertThat(refused.violations().get(0).line()).isEqualTo(1);
        });
        assertThat(status.lastGood())
                .isNotNull()
                .extracting(LastGoodInfo::revision)
                .isEqualTo(revision(A));
        assertThat(told.all()).containsExactly(Told.taken(A), Told.refused(TYPO));
        assertThat(activation.all()).containsExactly(revision(A));
    }

    @Test
    void keepsTheRunningDocumentWhenOneIsNotActivated() {
        activation.answer(B, PORT_TAKEN);
        show(A);
        show(B);

        assertThat(keeper.status().revision()).isEqualTo(revision(A));
        assertThat(keeper.status().refused())
                .isEqualTo(new Refused(revision(B), ManualTime.START, List.of(TAKEN_PORT)));
    }

    @Test
    void forgetsARefusalOnceTheDocumentIsPutBack() {
        show(A);
        show(TYPO);
        told.all();
        show(A);

        assertThat(keeper.status().refused()).isNull();
        assertThat(told.all()).containsExactly(Told.taken(A));
        assertThat(activation.all()).containsExactly(revision(A));
    }

    @Test
    void triesARefusedDocumentAgainWhenFilesChange() {
        activation.answer(B, FILE_MISSING);
        show(A);
        show(B);
        activation.answer(B, TAKEN);
        keeper.tryAgain(true);

        assertThat(keeper.status().revision()).isEqualTo(revision(B));
        assertThat(keeper.status().refused()).isNull();
        assertThat(keeper.recheck()).isFalse();
        assertThat(told.all()).containsExactly(Told.taken(A), Told.refused(B), Told.taken(B));
    }

    @Test
    void givesTheRunningDocumentItsFilesAnewWhenTheyChange() {
        show(A);
        keeper.tryAgain(true);

        assertThat(activation.all()).containsExactly(revision(A), revision(A));
        assertThat(told.all()).containsExactly(Told.taken(A));
    }

    @Test
    void takesRotatedFilesEvenWhileARefusedDocumentWaits() {
        show(A);
        show(TYPO);
        activation.answer(B, PORT_TAKEN);
        keeper.tryAgain(true);
        assertThat(activation.all()).containsExactly(revision(A), revision(A));

        show(B);
        keeper.tryAgain(true);
        assertThat(activation.all()).containsExactly(revision(B), revision(B), revision(A));
    }

    @Test
    void tellsWhenChangedFilesOfTheRunningDocumentAreRefused() {
        show(A);
        activation.answer(A, FILE_MISSING);
        keeper.tryAgain(true);

        assertThat(keeper.status().revision()).isEqualTo(revision(A));
        assertThat(keeper.status().refused())
                .isEqualTo(new Refused(revision(A), ManualTime.START, List.of(MISSING_FILE)));
        assertThat(keeper.recheck()).isTrue();

        activation.answer(A, TAKEN);
        keeper.tryAgain(false);
        assertThat(keeper.status().refused()).isNull();
        assertThat(keeper.recheck()).isFalse();
        assertThat(told.all()).containsExactly(Told.taken(A), Told.refused(A), Told.taken(A));
    }

    @Test
    void showsRefusedFilesAsWarningsWhileARefusedDocumentStandsBefore() {
        show(A);
        show(TYPO);
        activation.answer(A, FILE_MISSING);
        keeper.tryAgain(true);

        assertThat(keeper.status().refused())
                .isNotNull()
                .extracting(Refused::revision)
                .isEqualTo(revision(TYPO));
        assertThat(keeper.status().warnings()).contains(MISSING_FILE);
    }

    @Test
    void retriesByTimeOnlyWhatAskedForIt() {
        activation.answer(B, FILE_MISSING);
        show(A);
        show(B);
        activation.all();
        keeper.tryAgain(false);

        assertThat(activation.all()).containsExactly(revision(B));
    }

    @Test
    void tellsAnEqualRefusalOnceAndKeepsItsTime() {
        activation.answer(B, FILE_MISSING);
        show(A);
        show(B);
        told.all();
        time.pass(Duration.ofSeconds(30));
        keeper.tryAgain(false);
        assertThat(told.all()).isEmpty();
        assertThat(keeper.status().refused())
                .isNotNull()
                .extracting(Refused::at)
                .isEqualTo(ManualTime.START);

        activation.answer(B, PORT_TAKEN);
        keeper.tryAgain(false);
        assertThat(told.all()).containsExactly(Told.refused(B));
        assertThat(keeper.recheck()).isFalse();
    }

    @Test
    void goesOnWithWhatRunsWhenTheSourceIsMissing() {
        show(A);
        show(TYPO);
        keeper.miss("the file does not exist");

        assertThat(keeper.status().revision()).isEqualTo(revision(A));
        assertThat(keeper.status().missing()).isEqualTo("the file does not exist");
        assertThat(keeper.status().refused()).isNull();
        assertThat(keeper.status().onLastGood()).isFalse();

        show(A);
        assertThat(keeper.status().missing()).isNull();
    }

    @Test
    void keepsWhatWasRefusedWhileTheSourceIsOutOfReach() {
        activation.answer(B, FILE_MISSING);
        show(A);
        show(B);
        keeper.lose("the API server cannot be reached");

        assertThat(keeper.status().missing()).isEqualTo("the API server cannot be reached");
        assertThat(keeper.status().refused())
                .isNotNull()
                .extracting(Refused::revision)
                .isEqualTo(revision(B));
        assertThat(keeper.recheck()).isTrue();

        activation.answer(B, TAKEN);
        keeper.tryAgain(false);
        assertThat(keeper.status().revision()).isEqualTo(revision(B));
    }

    @Test
    void tellsWhetherTheSourceShowsADocument() {
        assertThat(told.shown()).isFalse();
        show(TYPO);
        assertThat(told.shown()).isTrue();
        keeper.lose("the API server cannot be reached");
        assertThat(told.shown()).isFalse();
        show(TYPO);
        assertThat(told.shown()).isTrue();
        keeper.miss("the file does not exist");
        assertThat(told.shown()).isFalse();
    }

    @Test
    void startsOnTheLastGoodWhenTheSourceIsOutOfReach() {
        show(A);
        told.all();
        keeper = newProcess(directory);
        keeper.lose("the API server cannot be reached");

        assertThat(keeper.status().onLastGood()).isTrue();
        assertThat(told.all()).containsExactly(Told.lastGood(A));
    }

    @Test
    void startsOnTheLastGoodWhenThePresentOneIsRefused() {
        show(A);
        told.all();
        keeper = newProcess(directory);
        assertThat(keeper.status().lastGood())
                .isNotNull()
                .extracting(LastGoodInfo::revision)
                .isEqualTo(revision(A));
        show(TYPO);

        assertThat(keeper.status().revision()).isEqualTo(revision(A));
        assertThat(keeper.status().onLastGood()).isTrue();
        assertThat(keeper.status().refused())
                .isNotNull()
                .extracting(Refused::revision)
                .isEqualTo(revision(TYPO));
        assertThat(told.all()).containsExactly(Told.refused(TYPO), Told.lastGood(A));
    }

    @Test
    void startsOnTheLastGoodWhenTheSourceIsMissing() {
        show(A);
        told.all();
        keeper = newProcess(directory);
        keeper.miss("the file does not exist");
        assertThat(keeper.status().onLastGood()).isTrue();

        show(B);
        assertThat(keeper.status().revision()).isEqualTo(revision(B));
        assertThat(keeper.status().onLastGood()).isFalse();
        assertThat(told.all()).containsExactly(Told.lastGood(A), Told.taken(B));
    }

    @Test
    void leavesTheLastGoodBehindWhenTheSourceShowsIt() {
        show(A);
        keeper = newProcess(directory);
        show(TYPO);
        told.all();
        show(A);

        assertThat(keeper.status().onLastGood()).isFalse();
        assertThat(told.all()).containsExactly(Told.taken(A));
    }

    @Test
    void startsWithNothingWhenTheLastGoodIsRefusedToo() {
        show(A);
        told.all();
        activation.answer(A, FILE_MISSING);
        keeper = newProcess(directory);
        show(TYPO);
        assertThat(keeper.status().revision()).isNull();
        assertThat(keeper.recheck()).isTrue();

        activation.answer(A, TAKEN);
        keeper.tryAgain(false);
        assertThat(keeper.status().revision()).isEqualTo(revision(A));
        assertThat(keeper.status().onLastGood()).isTrue();
    }

    @Test
    void doesNotFallBackBeforeTheSourceHasSpoken() {
        show(A);
        keeper = newProcess(directory);
        activation.all();
        keeper.tryAgain(true);

        assertThat(activation.all()).isEmpty();
    }

    @Test
    void refusesADocumentWhoseActivationThrows() {
        show(A);
        activation.answer(B, () -> {
            throw new StackOverflowError("sensitive");
        });
        show(B);
        assertRefusedByError("StackOverflowError");
    }

    @Test
    void refusesADocumentWhoseActivationFails() {
        show(A);
        activation.answer(B, () -> CompletableFuture.failedFuture(new IllegalStateException("sensitive")));
        show(B);
        assertRefusedByError("IllegalStateException");
    }

    private void assertRefusedByError(String name) {
        assertThat(keeper.status().revision()).isEqualTo(revision(A));
        assertThat(keeper.recheck()).isTrue();
        assertThat(keeper.status().refused()).isNotNull().satisfies(refused -> {
            assertThat(refused.violations())
                    .singleElement()
                    .extracting(Violation::found)
                    .satisfies(found ->
                            assertThat(found).contains("internal error", name).doesNotContain("sensitive"));
        });
    }

    @Test
    void refusesADocumentOfOneByteTooMany() {
        byte[] large = new byte[Content.MAX_BYTES + 1];
        System.arraycopy(A, 0, large, 0, A.length);
        Arrays.fill(large, A.length, large.length, (byte) '#');
        show(large);

        assertThat(keeper.status().refused()).isNotNull().satisfies(refused -> assertThat(refused.violations())
                .hasSize(1));
    }
}
