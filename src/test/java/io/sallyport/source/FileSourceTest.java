package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** By events of the file system alone, and by looks alone. */
@ParameterizedClass
@EnumSource(FileSourceTest.By.class)
class FileSourceTest {

    enum By {
        EVENTS,
        LOOKS;

        /** Events alone must do: the look that stands in for them comes too late for any test. */
        Hints hints() throws IOException {
            return this == EVENTS
                    ? new Hints(new FileEvents(), Duration.ofHours(1))
                    : new Hints(null, Duration.ofMillis(50));
        }
    }

    private static final byte[] A = Documents.valid(1);
    private static final byte[] B = Documents.valid(2);
    private static final byte[] C = Documents.valid(3);

    private final Path directory;
    private final Path file;
    private final Set<Thread> others = Thread.getAllStackTraces().keySet();
    private final Told told = new Told();
    private final Reloader reloader;
    private final FileSource source;

    FileSourceTest(By by, @TempDir Path temporary) throws IOException {
        this.directory = Files.createDirectory(temporary.resolve("config"));
        this.file = directory.resolve("gateway.yaml");
        this.reloader = new Reloader(
                FileSource.infoOf(file),
                new FakeActivation(),
                new LastGoodFile(file, temporary),
                told,
                new ManualTime());
        this.source = new FileSource(file, reloader, by.hints());
    }

    @AfterEach
    void close() {
        source.close();
        reloader.close();
    }

    private void startWith(byte[] document) throws Exception {
        Files.write(file, document);
        source.start();
        assertThat(told.next()).isEqualTo(Told.taken(document));
    }

    /** Waits until the status says why there is no document. */
    private String missing() throws TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            String missing = reloader.status().missing();
            if (missing != null) {
                return missing;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new TimeoutException("nothing is missing");
    }

    @Test
    void takesAnEditInPlace() throws Exception {
        startWith(A);
        Files.write(file, B);

        assertThat(told.next()).isEqualTo(Told.taken(B));
    }

    @Test
    void takesAFileThatIsRenamedOverIt() throws Exception {
        startWith(A);
        Mount.renameOver(file, B);
        assertThat(told.next()).isEqualTo(Told.taken(B));
        Mount.renameOver(file, C);

        assertThat(told.next()).isEqualTo(Told.taken(C));
    }

    @Test
    void takesEachSwapOfAMountedConfigMap() throws Exception {
        Mount.swap(directory, 1, Map.of("gateway.yaml", A));
        source.start();
        assertThat(told.next()).isEqualTo(Told.taken(A));
        Mount.swap(directory, 2, Map.of("gateway.yaml", B));
        assertThat(told.next()).isEqualTo(Told.taken(B));
        Mount.swap(directory, 3, Map.of("gateway.yaml", C));

        assertThat(told.next()).isEqualTo(Told.taken(C));
    }

    @Test
    void takesAFileThatIsDeletedAndMadeAgain() throws Exception {
        startWith(A);
        Files.delete(file);
        assertThat(missing()).isEqualTo("the file does not exist");
        Files.write(file, B);

        assertThat(told.next()).isEqualTo(Told.taken(B));
    }

    @Test
    void takesAFileWhoseDirectoryIsRemovedAndMadeAgain() throws Exception {
        startWith(A);
        Mount.remove(directory);
        assertThat(missing()).isEqualTo("the file does not exist");
        Files.createDirectory(directory);
        Files.write(file, B);
        assertThat(told.next()).isEqualTo(Told.taken(B));
        Files.write(file, C);

        assertThat(told.next()).isEqualTo(Told.taken(C));
    }

    @Test
    void takesAFileThatComesAfterTheStart() throws Exception {
        source.start();
        assertThat(missing()).isEqualTo("the file does not exist");
        Files.write(file, A);

        assertThat(told.next()).isEqualTo(Told.taken(A));
    }

    @Test
    void takesTheLastOfABurstOfWrites() throws Exception {
        startWith(A);
        for (int number = 10; number < 200; number++) {
            Files.write(file, Documents.valid(number));
        }
        Files.write(file, B);
        String last = told.next();
        while (!last.equals(Told.taken(B))) {
            // Of a file that is written in place all the time a half may be seen, and is refused.
            assertThat(last).isNotEqualTo("nothing");
            last = told.next();
        }
    }

    @Test
    void tellsNothingWhenTheContentStaysTheSame() throws Exception {
        startWith(A);
        Mount.renameOver(file, A);
        Files.write(file, A);
        Mount.renameOver(file, B);

        assertThat(told.next()).isEqualTo(Told.taken(B));
    }

    @Test
    void refusesAFileThatIsTooLargeAndTakesTheNext() throws Exception {
        startWith(A);
        byte[] large = new byte[Content.MAX_BYTES + 1_000_000];
        Arrays.fill(large, (byte) '#');
        Mount.renameOver(file, large);
        // Of the file no more is read than shows that it is too large.
        assertThat(told.next()).isEqualTo(Told.refused(Arrays.copyOf(large, Content.MAX_BYTES + 1)));
        Mount.renameOver(file, B);

        assertThat(told.next()).isEqualTo(Told.taken(B));
    }

    @Test
    void saysThatADirectoryIsNotAFile() throws Exception {
        Files.createDirectory(file);
        source.start();

        assertThat(missing()).isEqualTo("the file cannot be read: not a regular file");
    }

    @Test
    void takesAnAppendedFileWholeInTheEnd() throws Exception {
        startWith(A);
        int half = B.length / 2;
        Files.write(file, Arrays.copyOf(B, half));
        Files.write(file, Arrays.copyOfRange(B, half, B.length), StandardOpenOption.APPEND);
        String last = told.next();
        while (!last.equals(Told.taken(B))) {
            assertThat(last).isNotEqualTo("nothing");
            last = told.next();
        }
    }

    @Test
    void endsItsThread() throws Exception {
        startWith(A);
        Set<Thread> own = new HashSet<>(Thread.getAllStackTraces().keySet());
        own.removeIf(thread -> others.contains(thread) || !thread.getName().equals("sallyport-watch-document"));
        assertThat(own).hasSize(1);
        source.close();

        for (Thread thread : own) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
