package io.sallyport.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {

    private static final byte[] OLD = "old".getBytes(UTF_8);
    private static final byte[] NEW = "new".getBytes(UTF_8);

    private final Path secrets;
    private final Semaphore changes = new Semaphore(0);
    private final DirectoryWatch watch;

    DirectoryWatchTest(@TempDir Path temporary) throws IOException {
        this.secrets = Files.createDirectory(temporary.resolve("secrets"));
        Mount.swap(Files.createDirectory(secrets.resolve("public")), 1, Map.of("tls.crt", OLD, "tls.key", OLD));
        this.watch = new DirectoryWatch(secrets, changes::release);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private boolean changed() throws InterruptedException {
        return changes.tryAcquire(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsOfASwapOfAMountedSecret() throws Exception {
        watch.start();
        Mount.swap(secrets.resolve("public"), 2, Map.of("tls.crt", NEW, "tls.key", NEW));

        assertThat(changed()).isTrue();
    }

    @Test
    void tellsOfWhatHappensBetweenItsMakingAndItsStart() throws Exception {
        Mount.swap(secrets.resolve("public"), 2, Map.of("tls.crt", NEW, "tls.key", NEW));
        watch.start();

        assertThat(changed()).isTrue();
    }

    @Test
    void tellsOfDirectoriesThatComeLater() throws Exception {
        watch.start();
        Path deep = Files.createDirectories(secrets.resolve("a/b"));
        assertThat(changed()).isTrue();
        changes.drainPermits();
        Files.write(deep.resolve("ca.crt"), NEW);

        assertThat(changed()).isTrue();
    }

    @Test
    void tellsOfAFileThatIsRemoved() throws Exception {
        watch.start();
        Files.delete(secrets.resolve("public/tls.key"));

        assertThat(changed()).isTrue();
    }

    @Test
    void tellsOfTheDirectoryBeingReplaced() throws Exception {
        watch.start();
        Mount.remove(secrets);
        assertThat(changed()).isTrue();
        changes.drainPermits();
        Files.createDirectory(secrets);
        assertThat(changed()).isTrue();
        changes.drainPermits();
        Files.write(secrets.resolve("ca.crt"), NEW);

        assertThat(changed()).isTrue();
    }

    @Test
    void followsNoLinkOutOfTheDirectory() throws Exception {
        Path outside = Files.createDirectory(secrets.resolveSibling("outside"));
        Files.createSymbolicLink(secrets.resolve("outside"), outside);
        Files.createSymbolicLink(secrets.resolve("loop"), secrets);
        Sight before = new WatchedTree(secrets).look();
        Files.write(outside.resolve("file"), NEW);

        assertThat(new WatchedTree(secrets).look().stamp()).isEqualTo(before.stamp());
        assertThat(before.directories()).doesNotContain(outside);
    }
}
