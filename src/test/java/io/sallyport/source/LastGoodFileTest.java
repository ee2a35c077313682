package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodFileTest {

    private static final Instant AT = ManualTime.START;
    private static final Content A = new Content(Documents.valid(1));
    private static final Content B = new Content(Documents.valid(2));

    private final Path directory;

    LastGoodFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void liesBesideTheDocumentReadableByItsOwnerOnly() throws IOException {
        new LastGoodFile(directory.resolve("gateway.yaml"), null).keep(A, AT);

        Path kept = directory.resolve(".gateway.yaml.last-good");
        assertThat(kept).hasBinaryContent(Documents.valid(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining(file -> !file.equals(kept));
    }

    @Test
    void liesInItsOwnDirectoryIfThereIsOne() throws IOException {
        Path other = Files.createDirectory(directory.resolve("state"));
        new LastGoodFile(directory.resolve("gateway.yaml"), other).keep(A, AT);

        assertThat(other.resolve(".gateway.yaml.last-good")).hasBinaryContent(Documents.valid(1));
    }

    @Test
    void isReadByTheNextProcess() {
        Path document = directory.resolve("gateway.yaml");
        LastGoodFile first = new LastGoodFile(document, null);
        first.keep(A, AT);
        first.keep(B, AT);

        LastGoodFile second = new LastGoodFile(document, null);
        second.load();
        assertThat(second.recall()).isNotNull().matches(content -> content.sameAs(B));
        assertThat(second.info()).isNotNull().extracting(LastGoodInfo::revision).isEqualTo(B.revision());
    }

    @Test
    void isNotWrittenAgainForAnEqualDocument() {
        LastGoodFile file = new LastGoodFile(directory.resolve("gateway.yaml"), null);
        file.keep(A, AT);
        file.keep(new Content(Documents.valid(1)), AT.plusSeconds(5));

        assertThat(file.info()).isEqualTo(new LastGoodInfo(A.revision(), AT));
    }

    @Test
    void failsNothingWhenItCannotBeWritten() {
        LastGoodFile file = new LastGoodFile(directory.resolve("gateway.yaml"), directory.resolve("no-such-directory"));
        file.load();
        file.keep(A, AT);

        assertThat(file.info()).isNull();
        assertThat(file.recall()).isNull();
    }

    @Test
    void isLeftWholeWhenItsPlaceIsNotAFile() throws IOException {
        Path place = Files.createDirectory(directory.resolve(".gateway.yaml.last-good"));
        Files.createFile(place.resolve("in-the-way"));
        LastGoodFile file = new LastGoodFile(directory.resolve("gateway.yaml"), null);
        file.load();
        file.keep(A, AT);

        assertThat(directory).isDirectoryNotContaining(found -> !found.equals(place));
    }
}
