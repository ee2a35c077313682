package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nobody has to wait for the look that comes every second. */
class FileEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path mount;
    private final Path file;
    private final FileEvents events = new FileEvents();

    FileEventsTest(@TempDir Path temporary) throws IOException {
        this.mount = Files.createDirectory(temporary.resolve("mount"));
        this.file = mount.resolve("gateway.yaml");
        Mount.swap(mount, 1, Map.of("gateway.yaml", Documents.valid(1)));
        follow();
    }

    @AfterEach
    void close() {
        events.close();
    }

    private void follow() {
        events.follow(new WatchedFile(file).look().directories());
    }

    @Test
    void comeFromASwap() throws Exception {
        Mount.swap(mount, 2, Map.of("gateway.yaml", Documents.valid(2)));

        assertThat(events.await(PATIENCE)).isTrue();
    }

    @Test
    void comeFromAnEditBehindTheLinks() throws Exception {
        Files.write(file.toRealPath(), Documents.valid(2));

        assertThat(events.await(PATIENCE)).isTrue();
    }

    @Test
    void comeFromTheDirectoryGoingAndComing() throws Exception {
        Mount.remove(mount);
        assertThat(events.await(PATIENCE)).isTrue();
        drain();
        follow();
        Files.createDirectory(mount);
        assertThat(events.await(PATIENCE)).isTrue();
        drain();
        follow();
        Files.write(file, Documents.valid(2));

        assertThat(events.await(PATIENCE)).isTrue();
    }

    @Test
    void comeFromADirectoryThatTookAnothersName() throws Exception {
        Files.move(mount, mount.resolveSibling("aside"));
        assertThat(events.await(PATIENCE)).isTrue();
        Files.createDirectory(mount);
        drain();
        follow();
        Files.write(file, Documents.valid(2));

        assertThat(events.await(PATIENCE)).isTrue();
    }

    @Test
    void doNotComeFromADirectoryThatIsLeft() throws Exception {
        events.follow(Set.of(mount));
        events.follow(Set.of());
        Files.write(mount.resolve("other"), Documents.valid(2));

        assertThat(events.await(Duration.ofMillis(200))).isFalse();
    }

    /** Events of one change may come in parts. */
    private void drain() throws InterruptedException {
        while (events.await(Duration.ofMillis(200))) {}
    }
}
