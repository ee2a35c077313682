package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesTest {

    private final Path parent;
    private final Path root;
    private final SecretFiles files;

    SecretFilesTest(@TempDir Path parent) throws IOException {
        this.parent = parent;
        root = Files.createDirectories(parent.resolve("secrets"));
        files = new SecretFiles(root);
        Files.writeString(parent.resolve("outside.key"), "outside");
    }

    @Test
    void readsAFileBelowTheDirectory() throws Exception {
        Files.createDirectories(root.resolve("public"));
        Files.writeString(root.resolve("public/tls.crt"), "content");
        assertThat(files.read("public/tls.crt")).asString().isEqualTo("content");
    }

    @Test
    void followsTheLinksOfAMountedSecret() throws Exception {
        Path mount = Files.createDirectories(root.resolve("public"));
        Files.createDirectories(mount.resolve("..2026_01_01"));
        Files.writeString(mount.resolve("..2026_01_01/tls.crt"), "mounted");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_01_01"));
        Files.createSymbolicLink(mount.resolve("tls.crt"), Path.of("..data/tls.crt"));
        assertThat(files.read("public/tls.crt")).asString().isEqualTo("mounted");
    }

    @Test
    void worksIfTheDirectoryItselfIsALink() throws Exception {
        Files.writeString(root.resolve("tls.crt"), "linked");
        Path link = Files.createSymbolicLink(parent.resolve("link"), root);
        assertThat(new SecretFiles(link).read("tls.crt")).asString().isEqualTo("linked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.key", "public/../../outside.key", "..", "a/.."})
    void refusesParentSegments(String path) {
        assertThatThrownBy(() -> files.read(path))
                .isInstanceOf(SecretFileException.class)
                .hasMessage("file " + path + " must not contain ..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/hostname", "/", ""})
    void refusesWhatIsNotRelative(String path) {
        assertThatThrownBy(() -> files.read(path)).hasMessageContaining("must be relative");
    }

    @Test
    void refusesLinksThatLeadOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("file.key"), parent.resolve("outside.key"));
        Files.createSymbolicLink(root.resolve("directory"), parent);
        assertThatThrownBy(() -> files.read("file.key")).hasMessageContaining("leads outside");
        assertThatThrownBy(() -> files.read("directory/outside.key")).hasMessageContaining("leads outside");
    }

    @Test
    void refusesASiblingWhoseNameBeginsAlike() throws IOException {
        Files.createDirectories(parent.resolve("secrets-of-others"));
        Files.writeString(parent.resolve("secrets-of-others/tls.key"), "theirs");
        Files.createSymbolicLink(root.resolve("tls.key"), parent.resolve("secrets-of-others/tls.key"));
        assertThatThrownBy(() -> files.read("tls.key")).hasMessageContaining("leads outside");
    }

    @Test
    void namesWhatIsMissingOrNoFile() throws IOException {
        Files.createDirectories(root.resolve("public"));
        assertThatThrownBy(() -> files.read("public/tls.crt")).hasMessage("file public/tls.crt is missing");
        assertThatThrownBy(() -> files.read("public")).hasMessage("file public is not a file");
        assertThatThrownBy(() -> new SecretFiles(parent.resolve("absent")).read("tls.crt"))
                .hasMessage("file tls.crt is missing");
        assertThatThrownBy(() -> files.read("a\0b")).hasMessageContaining("is not a path");
    }

    @Test
    void refusesMoreThanOneMebibyte() throws Exception {
        Files.write(root.resolve("full"), new byte[SecretFiles.MAX_BYTES]);
        Files.write(root.resolve("large"), new byte[SecretFiles.MAX_BYTES + 1]);
        assertThat(files.read("full")).hasSize(SecretFiles.MAX_BYTES);
        assertThatThrownBy(() -> files.read("large")).hasMessage("file large is larger than 1 MiB");
    }
}
